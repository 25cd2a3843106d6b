// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.ENOENT;

import org.junit.jupiter.api.Test;

class WatchListTest {
    @Test
    void busyComesBeforeTheLimit() {
        try (Rig rig = new Rig().sized(1)) {
            WatchList other = new WatchList(rig.machine());
            rig.machine().task().setNofile(1, 1024);

            assertThat(rig.list().add(rig.queue(), 8)).isEqualTo(EBUSY.negated());
            assertThat(other.add(rig.queue(), 8)).isEqualTo(EAGAIN.negated());
            rig.machine().task().setNofile(2, 1024);
            assertThat(other.add(rig.queue(), 8)).isZero();
            assertThat(rig.machine().task().watches()).hasValue(2);
        }
    }

    @Test
    void closingThePipeEndsTheSubscription() {
        WatchQueue queue;
        WatchList list;
        try (Rig rig = new Rig().sized(1)) {
            queue = rig.queue();
            list = rig.list();
            rig.machine().files().close();

            assertThat(rig.machine().task().watches()).hasValue(0);
            rig.post(0, 1);
            assertThat(list.add(queue, 7)).isEqualTo(ENOENT.negated());
        }
    }

    @Test
    void keyWatchesTellTheKeyWhenTheyEnd() {
        try (Rig rig = new Rig().sized(1)) {
            WatchList key = new WatchList(rig.machine(), 0x1234);
            assertThat(key.add(rig.queue(), 7)).isZero();
            assertThat(key.remove(rig.queue())).isZero();

            assertThat(rig.read(100)).isEqualTo("0000000010070000");
        }
    }
}
