// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.ETIME;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.UserFence;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeWaitUserFence;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** WAIT_USER_FENCE: the forms of time-outs and what becomes of them, and what memory it reads. One thread alone. */
@Tag("waits")
class WaitUserFenceTimeTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;
    /** Two ticks of the slowest clock that a kernel can have, 100 a second. */
    private static final long TWO_JIFFIES = 20 * MILLISECOND;

    private static final long TRUE = 0;
    private static final long FALSE = 1;

    /** A wait on memory that holds zero, and how long it took at most. */
    private record Timed(Outcome outcome, long elapsedNs) {
        long left() {
            return outcome.answer().get("timeout");
        }

        /** Time went from the time-out, no more than went by. */
        void assertTimeWent(long asked) {
            assertTrue(
                    left() + " of " + asked + " ns are left after at most " + elapsedNs,
                    left() < asked && left() >= asked - elapsedNs);
        }
    }

    private static Timed wait(DrmFile file, long value, long timeout) {
        return wait(file, value, request -> request.set("timeout", timeout));
    }

    private static Timed waitUntil(DrmFile file, long value, long time) {
        return wait(
                file,
                value,
                request ->
                        request.set("timeout", time).set("flags", DrmXeWaitUserFence.DRM_XE_UFENCE_WAIT_FLAG_ABSTIME));
    }

    private static Timed wait(DrmFile file, long value, Consumer<StructView> change) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            long start = System.nanoTime();
            Outcome outcome = UserFence.tryAwait(file, memory.address(), value, change);
            return new Timed(outcome, System.nanoTime() - start);
        }
    }

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {1, 10, 100})
    @Rule("WUF-021")
    void ofAVeryShortTimeNothingIsLeft(long timeout, DrmFile file) {
        Timed timed = wait(file, FALSE, timeout);
        assertThat(timed.outcome()).failsWith(ETIME);
        assertThat(timed.outcome()).leaves("timeout", 0);
    }

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {1_000_000, 10_000_000, 25_000_000, 50_000_000})
    @Rule("WUF-021")
    void aWaitThatTimesOutTellsTheTimeLeft(long timeout, DrmFile file) {
        Timed timed = wait(file, FALSE, timeout);
        assertThat(timed.outcome()).failsWith(ETIME);
        long left = timed.left();
        assertTrue(
                left + " of " + timeout + " ns are left after at most " + timed.elapsedNs(),
                left >= 0 && left < timeout && (left == 0 || left >= timeout - timed.elapsedNs()));
    }

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {SECOND, 3600 * SECOND, Long.MAX_VALUE})
    @Rule("WUF-022")
    void aWaitThatSucceedsTellsTheTimeLeft(long timeout, DrmFile file) {
        Timed timed = wait(file, TRUE, timeout);
        assertThat(timed.outcome()).succeeds();
        timed.assertTimeWent(timeout);
    }

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {50_000_000, 100_000_000})
    @Rule("WUF-023")
    void aRelativeWaitEndsTwoTicksEarlyAtMost(long timeout, DrmFile file) {
        Timed timed = wait(file, FALSE, timeout);
        assertThat(timed.outcome()).failsWith(ETIME);
        assertTrue(
                timed.elapsedNs() + " ns are " + timeout + " but for two ticks",
                timed.elapsedNs() >= timeout - TWO_JIFFIES);
        assertTrue(timed.left() + " ns, the time left, are two ticks at most", timed.left() <= TWO_JIFFIES);
    }

    @ParameterizedTest(name = "{0} ns ahead")
    @ValueSource(longs = {1_000_000, 20_000_000, 50_000_000})
    @Rule("WUF-024")
    void anAbsoluteWaitNeverEndsEarlyAndKeepsItsTime(long ahead, DrmFile file) {
        long time = System.nanoTime() + ahead;
        Timed timed = waitUntil(file, FALSE, time);
        long now = System.nanoTime();

        assertThat(timed.outcome()).failsWith(ETIME);
        assertTrue("at " + now + " it is not before " + time, now >= time);
        assertThat(timed.outcome()).leaves("timeout", time);
    }

    @ParameterizedTest(name = "{0} ns ahead")
    @ValueSource(longs = {SECOND, 3600 * SECOND})
    @Rule("WUF-024")
    void anAbsoluteWaitThatSucceedsKeepsItsTime(long ahead, DrmFile file) {
        long time = System.nanoTime() + ahead;
        Timed timed = waitUntil(file, TRUE, time);
        assertThat(timed.outcome()).succeedsWith("timeout", time);
    }

    @ParameterizedTest(name = "{0} ns ago, for {1}: {2}")
    @CsvSource({"1, 1, ETIME", "1000000000, 1, ETIME", "1, 0, OK", "1000000000, 0, OK"})
    @Rule("WUF-025")
    void aTimeInThePastLeavesOneLook(long ago, long value, Errno expected, DrmFile file) {
        long time = System.nanoTime() - ago;
        Timed timed = waitUntil(file, value, time);
        assertThat(timed.outcome()).gives(expected);
        assertThat(timed.outcome()).leaves("timeout", time);
    }

    @ParameterizedTest(name = "for {0}: {1}")
    @CsvSource({"1, ETIME", "0, OK"})
    @Rule("WUF-025")
    void theFirstNanosecondIsInThePast(long value, Errno expected, DrmFile file) {
        Timed timed = waitUntil(file, value, 1);
        assertThat(timed.outcome()).gives(expected);
        assertThat(timed.outcome()).leaves("timeout", 1);
    }

    @ParameterizedTest(name = "for {0}: {1}")
    @CsvSource({"1, ETIME", "0, OK"})
    @Rule("WUF-026")
    void anAbsoluteTimeOfZeroMeansNoWait(long value, Errno expected, DrmFile file) {
        Timed timed = waitUntil(file, value, 0);
        assertThat(timed.outcome()).gives(expected);
        assertThat(timed.outcome()).leaves("timeout", 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {-1, -1000, Long.MIN_VALUE})
    @Rule("WUF-027")
    void aNegativeTimeOutBecomesTheLargestOne(long timeout, DrmFile file) {
        Timed timed = wait(file, TRUE, timeout);
        assertThat(timed.outcome()).succeeds();
        timed.assertTimeWent(Long.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {-1, -1000, Long.MIN_VALUE})
    @Rule("WUF-028")
    void aNegativeAbsoluteTimeBecomesTheLargestOne(long timeout, DrmFile file) {
        assertThat(waitUntil(file, TRUE, timeout).outcome()).succeedsWith("timeout", Long.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0} ns")
    @ValueSource(longs = {SECOND, 3600 * SECOND, Long.MAX_VALUE})
    @Rule("WUF-036")
    void aFailureTellsTheTimeLeftToo(long timeout, DrmFile file) {
        long start = System.nanoTime();
        Outcome outcome =
                UserFence.tryAwait(file, NativeMemory.NEVER_MAPPED, FALSE, request -> request.set("timeout", timeout));
        Timed timed = new Timed(outcome, System.nanoTime() - start);
        assertThat(outcome).failsWith(EFAULT);
        timed.assertTimeWent(timeout);
    }

    @ParameterizedTest(name = "mask {0}")
    @ValueSource(longs = {0, 0xff, 0xffff, 0xffff_ffffL, -1L})
    @Rule("WUF-014")
    void theLastEightBytesBeforeNothingCanBeReadUnderAnyMask(long mask, DrmFile file) {
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            assertThat(masked(file, memory.address(), mask)).succeeds();
        }
    }

    @ParameterizedTest(name = "mask {0}")
    @ValueSource(longs = {0, 0xff, 0xffff, 0xffff_ffffL, -1L})
    @Rule("WUF-014")
    void eightBytesAreReadUnderAnyMask(long mask, DrmFile file) {
        assertThat(masked(file, NativeMemory.NEVER_MAPPED, mask)).failsWith(EFAULT);
    }

    private static Outcome masked(DrmFile file, long address, long mask) {
        return UserFence.tryAwait(
                file, address, 0, request -> request.set("mask", mask).set("timeout", 0));
    }

    /** Where memory comes from. */
    enum Memory {
        PRIVATE,
        SHARED,
        READ_ONLY,
        BUFFER
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("WUF-037")
    void anyMemoryOfTheProcessCanBeWaitedFor(Memory kind, DrmFile file) {
        if (kind == Memory.BUFFER) {
            Bo buffer = file.createBo(Abi.PAGE_SIZE);
            MemorySegment mapped = buffer.map();
            mapped.set(ValueLayout.JAVA_LONG, 0, 5);
            assertEqual("the buffer", 5, mapped.get(ValueLayout.JAVA_LONG, 0));
            assertHolds(file, mapped.address(), 5);
            buffer.unmap(mapped);
            return;
        }
        int protection = kind == Memory.READ_ONLY ? Abi.PROT_READ : Abi.PROT_READ | Abi.PROT_WRITE;
        int sharing = kind == Memory.SHARED ? Abi.MAP_SHARED : Abi.MAP_PRIVATE;
        long address = file.kernel()
                .mmap(0, Abi.PAGE_SIZE, protection, sharing | Abi.MAP_ANONYMOUS, -1, 0)
                .orThrow("mmap");
        assertHolds(file, address, 0);
        file.kernel().munmap(address, Abi.PAGE_SIZE).orThrow("munmap");
    }

    private static void assertHolds(DrmFile file, long address, long value) {
        assertThat(UserFence.tryAwait(file, address, value, request -> request.set("timeout", 0)))
                .succeeds();
        assertThat(UserFence.tryAwait(file, address, value + 1, request -> request.set("timeout", 0)))
                .failsWith(ETIME);
    }
}
