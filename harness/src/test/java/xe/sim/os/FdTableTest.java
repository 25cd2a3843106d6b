// SPDX-License-Identifier: MIT
package xe.sim.os;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.EBADF;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EMFILE;

import org.junit.jupiter.api.Test;

class FdTableTest {
    private final Task task = new Task(false);
    private final FdTable files = new FdTable(task);

    @Test
    void givesTheLowestFreeDescriptor() {
        for (int fd = 0; fd < 4; fd++) {
            assertThat(files.install(new NullFile(0), false)).isEqualTo(fd);
        }
        assertThat(files.close(1)).isZero();
        assertThat(files.close(1)).isEqualTo(EBADF.negated());
        assertThat(files.install(new NullFile(0), true)).isEqualTo(1);
        assertThat(files.closesOnExec(1)).isTrue();
        assertThat(files.closesOnExec(2)).isFalse();
    }

    @Test
    void aFullTableGivesEmfile() {
        task.setNofile(1, 1024);
        assertThat(files.install(new NullFile(0), false)).isZero();

        assertThat(files.install(new NullFile(0), false)).isEqualTo(EMFILE.negated());
        assertThat(files.dup(0, 0, false)).isEqualTo(EMFILE.negated());
        assertThat(files.dup3(0, 5, 0)).isEqualTo(EBADF.negated());
    }

    @Test
    void duplicatesShareTheOpenFile() {
        NullFile file = new NullFile(0);
        assertThat(files.install(file, false)).isZero();
        assertThat(files.dup(0, 7, true)).isEqualTo(7);
        assertThat(files.dup3(7, 7, 0)).isEqualTo(EINVAL.negated());

        assertThat(files.close(0)).isZero();
        assertThat(file.released()).isFalse();
        assertThat(files.close(7)).isZero();
        assertThat(file.released()).isTrue();
    }
}
