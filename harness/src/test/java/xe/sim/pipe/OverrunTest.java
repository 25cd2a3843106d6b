// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.kernel.Abi;

class OverrunTest {
    private static final long ALL = 1 << 14;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"1, 32", "32, 32", "33, 64", "65, 96", "512, 512"})
    void capacityIsRoundedUpToPages(int asked, int capacity) {
        try (Rig rig = new Rig().sized(asked)) {
            rig.post(0, capacity + 5);

            assertThat(rig.queue().pipe().occupancy()).isEqualTo(capacity);
            assertThat(rig.reader().size()).isEqualTo(capacity / 32 * 4096L);
        }
    }

    @Test
    void lossAfterTheLastRecordComesInTheNextRead() {
        try (Rig rig = new Rig().sized(32)) {
            rig.post(0, 40);

            assertThat(rig.read(ALL)).startsWith("0 1 2").endsWith("30 31");
            assertThat(rig.reader().poll()).isZero();
            assertThat(rig.read(7)).isEqualTo("ENOBUFS");
            assertThat(rig.read(8)).isEqualTo("loss");
            assertThat(rig.read(8)).isEqualTo("EAGAIN");
        }
    }

    @Test
    void lossBetweenRecordsComesInItsPlace() {
        try (Rig rig = new Rig().sized(32)) {
            rig.post(0, 33);
            assertThat(rig.read(9)).isEqualTo("0");
            rig.post(50, 1);
            rig.post(60, 1);

            assertThat(rig.read(ALL)).endsWith("31 loss 50");
            rig.post(70, 1);
            assertThat(rig.read(ALL)).isEqualTo("loss 70");
        }
    }

    @Test
    void pendingLossComesBeforeTheEndOfFile() {
        try (Rig rig = new Rig().sized(32)) {
            rig.post(0, 33);
            rig.writer().put();

            assertThat(rig.read(ALL)).endsWith("31");
            assertThat(rig.read(ALL)).isEqualTo("loss");
            assertThat(rig.read(ALL)).isEmpty();
            rig.post(5, 1);
            assertThat(rig.read(ALL)).isEqualTo("5");
            assertThat(rig.reader().poll()).isEqualTo(Abi.POLLHUP);
            rig.writer().get();
        }
    }

    @Test
    void eventsBeforeSizingLeaveNoTrace() {
        try (Rig rig = new Rig()) {
            assertThat(rig.list().add(rig.queue(), 7)).isZero();
            rig.post(0, 3);
            assertThat(rig.reader().ioctl(WatchQueue.IOC_WATCH_QUEUE_SET_SIZE, 1))
                    .isZero();
            rig.post(9, 1);

            assertThat(rig.read(ALL)).isEqualTo("9");
            assertThat(rig.read(ALL)).isEqualTo("EAGAIN");
        }
    }

    @Test
    void shortBufferKeepsTheRecord() {
        try (Rig rig = new Rig().sized(32)) {
            rig.post(1, 2);

            assertThat(rig.read(8)).isEqualTo("ENOBUFS");
            assertThat(rig.read(17)).isEqualTo("1");
            assertThat(rig.read(0)).isEmpty();
            assertThat(rig.read(9)).isEqualTo("2");
        }
    }

    @Test
    void removalIgnoresTheFilterAndIsLostInAFullQueue() {
        try (Rig rig = new Rig().sized(32)) {
            assertThat(rig.setFilter(1, 0, 9, 0, 0, 1)).isZero();
            rig.post(0, 2);
            rig.list().remove();
            assertThat(rig.read(ALL)).isEqualTo("removal");

            assertThat(rig.setFilter(1, 0, 2, 0x700, 0xff00, 1)).isZero();
            assertThat(rig.list().add(rig.queue(), 7)).isZero();
            rig.post(0, 32);
            rig.list().remove();
            assertThat(rig.read(ALL)).endsWith("31");
            assertThat(rig.read(ALL)).isEqualTo("loss");
        }
    }

    @Test
    void defectsChangeOneBehaviourEach() {
        try (Rig rig = new Rig(ReadDefect.NP_093_LOSS_IN_THE_SAME_READ).sized(32)) {
            rig.post(0, 33);
            assertThat(rig.read(ALL)).endsWith("31 loss");
        }
        try (Rig rig = new Rig(ReadDefect.NP_098_ONE_LOSS_RECORD_PER_DROP).sized(32)) {
            rig.post(0, 34);
            assertThat(rig.read(ALL)).endsWith("31");
            assertThat(rig.read(ALL)).isEqualTo("loss");
            assertThat(rig.read(ALL)).isEqualTo("loss");
            assertThat(rig.read(ALL)).isEqualTo("EAGAIN");
        }
    }
}
