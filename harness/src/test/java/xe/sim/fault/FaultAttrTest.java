// SPDX-License-Identifier: MIT
package xe.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.sim.fault.FaultAttr.Caller.TASK;
import static xe.sim.fault.FaultAttr.Caller.WORKER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.sim.os.Defects;
import xe.sim.os.FileTree;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

class FaultAttrTest {
    private final Machine machine = Machine.boot(Defects.NONE, true);
    private final FileTree tree = new FileTree(machine.task(), machine.memory());
    private final FaultAttr attr = new FaultAttr(machine, "fail_it", true);

    FaultAttrTest() {
        attr.createDir(tree, "/debug");
    }

    @Test
    void defaultsAreThoseOfAStaticAttribute() {
        assertThat(read("probability")).isEqualTo("0");
        assertThat(read("interval")).isEqualTo("1");
        assertThat(read("times")).isEqualTo("1");
        assertThat(read("verbose")).isEqualTo("2");
        assertThat(read("task-filter")).isEqualTo("N");
        assertThat(read("require-end")).isEqualTo("0xffffffffffffffff");
        assertThat(failures(10)).isZero();
    }

    @Test
    void timesCountsDownAndStaysAtZero() {
        write("times", "3");
        write("probability", "100");

        assertThat(failures(10)).isEqualTo(3);
        assertThat(read("times")).isEqualTo("0");
        write("times", "-1");
        assertThat(failures(10)).isEqualTo(10);
        assertThat(read("times")).isEqualTo("-1");
    }

    @Test
    void spaceSuppressesOneCallLessThanItSays() {
        write("times", "-1");
        write("space", "4");
        write("probability", "100");

        assertThat(failures(10)).isEqualTo(7);
        assertThat(read("space")).isEqualTo("1");
    }

    @Test
    void intervalCountsCandidates() {
        write("times", "-1");
        write("interval", "3");
        write("probability", "100");

        assertThat(failures(9)).isEqualTo(3);
        write("interval", "0");
        assertThat(failures(9)).isEqualTo(9);
    }

    @Test
    void aWorkerIsNoFilteredTaskAndHasNoFailNth() {
        write("times", "-1");
        write("task-filter", "Y");
        write("probability", "100");
        machine.task().setMakeItFail(true);

        assertThat(attr.shouldFail(WORKER)).isFalse();
        assertThat(attr.shouldFail(TASK)).isTrue();
        machine.task().failNth().set(1);
        write("probability", "0");
        assertThat(attr.shouldFail(WORKER)).isFalse();
        assertThat(attr.shouldFail(TASK)).isTrue();
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThat(store("probability", "-1")).isEqualTo(Errno.EINVAL.negated());
        assertThat(store("probability", "many")).isEqualTo(Errno.EINVAL.negated());
        assertThat(store("probability", "0x10\n")).isEqualTo(5);
        assertThat(read("probability")).isEqualTo("16");
    }

    private long failures(int calls) {
        return IntStream.range(0, calls).filter(call -> attr.shouldFail(WORKER)).count();
    }

    private void write(String file, String text) {
        assertThat(store(file, text)).isEqualTo(text.length());
    }

    private long store(String file, String text) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(text);
            return open(file, Abi.O_WRONLY).write(new Iovec[] {new Iovec(bytes.address(), text.length())}, false);
        }
    }

    private String read(String file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(100);
            long done = open(file, Abi.O_RDONLY).read(new Iovec[] {new Iovec(bytes.address(), 99)}, false);
            return new String(bytes.asSlice(0, done).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.US_ASCII).strip();
        }
    }

    private OpenFile open(String file, int flags) {
        return Objects.requireNonNull(tree.open("/debug/fail_it/" + file, flags).file());
    }
}
