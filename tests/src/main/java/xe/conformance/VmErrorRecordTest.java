// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.RESTARTABLE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ENOSPC;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Faults;
import xe.drm.Feature;
import xe.drm.RenderNode;
import xe.drm.Vm;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.StructView;
import xe.uapi.Timespec;
import xe.watch.NotificationPipe;
import xe.watch.RecordBytes;

/** The bytes of the record of a VM error. */
@ExpectsLog(RebindVictim.KILL_IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.FAULT_INJECTION, Feature.COMPUTE_JOB})
class VmErrorRecordTest {
    private static final int PAYLOAD = 8;
    private static final int SIZE = 24;

    /** The record of an ENOSPC in a new VM of {@code file}. */
    private static RecordBytes error(DrmFile file, int watchId, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, watchId);
        return error(file, pipe, faults);
    }

    private static RecordBytes error(DrmFile file, NotificationPipe pipe, Faults faults) {
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            source.fail();
            return pipe.next().raw();
        }
    }

    /** CLOCK_MONOTONIC in nanoseconds. */
    private static long monotonic(Kernel kernel) {
        try (NativeMemory memory = NativeMemory.allocate(kernel, Timespec.STRUCT.size())) {
            kernel.clockGettime(Abi.CLOCK_MONOTONIC, memory.address()).orThrow("clock_gettime");
            StructView now = new StructView(Timespec.STRUCT, memory.segment());
            return now.get("tv_sec") * 1_000_000_000 + now.get("tv_nsec");
        }
    }

    @Test
    @Rule("EVT-001")
    void recordOfAnErrorHasTwentyFourBytes(DrmFile file, NotificationPipe pipe, Faults faults) {
        RecordBytes record = error(file, 1, pipe, faults);

        assertEqual("length in info", SIZE, record.length());
        assertEqual("bytes read", SIZE, record.toArray().length);
    }

    @Test
    @Rule("EVT-001")
    void recordsOfLossAndRemovalHaveEightBytes(RenderNode node, Kernel kernel) {
        try (NotificationPipe pipe = NotificationPipe.open(kernel, node.device().deadline())) {
            pipe.setSize(1);
            FullPipe.fill(pipe, node);
            FullPipe.post(pipe, node, 0xff); // lost
            for (int i = 0; i < FullPipe.CAPACITY; i++) {
                assertEqual("length of a removal record", 8, pipe.next().raw().length());
            }
            assertEqual(
                    "length of the loss record",
                    8,
                    assertThat(pipe.next()).isLoss().raw().length());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-003")
    @ValueSource(ints = {0x00, 0x01, 0x5a, 0x80, 0xff})
    void recordCarriesTheWatchId(int watchId, DrmFile file, NotificationPipe pipe, Faults faults) {
        assertEqual("watch id", watchId, error(file, watchId, pipe, faults).watchId());
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-004")
    @ValueSource(ints = {0x00, 0xff})
    void otherBitsOfInfoAreZero(int watchId, DrmFile file, NotificationPipe pipe, Faults faults) {
        RecordBytes record = error(file, watchId, pipe, faults);

        assertEqual("info bit 7", 0, record.bit7());
        assertEqual("info bits 16 to 31", 0, record.flags());
    }

    @Test
    @Rule("EVT-005")
    void everyPipeGetsTheSameRecordWithItsOwnId(
            DrmFile file, NotificationPipe one, NotificationPipe other, Faults faults) {
        file.watch(one, 0x0f);
        file.watch(other, 0xf0);

        byte[] first = error(file, one, faults).toArray();
        byte[] second = other.next().raw().toArray();

        assertEqual("watch id of one", 0x0f, first[5] & 0xff);
        assertEqual("watch id of the other", 0xf0, second[5] & 0xff);
        second[5] = first[5];
        assertEqual("record of the other but for the id", first, second);
        assertThat(one.drain()).isEmpty();
        assertThat(other.drain()).isEmpty();
    }

    @Test
    @Rule("EVT-009")
    void vmIdIsTheNumberInItsOwnFile(DrmFile other, DrmFile file, NotificationPipe pipe, Faults faults) {
        for (int i = 0; i < 5; i++) {
            other.createVm(LR_MODE);
        }
        file.watch(pipe, 9);
        file.createVm(LR_MODE);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            source.fail();

            assertEqual("vm_id", source.vm().id(), pipe.next().raw().u32(PAYLOAD));
        }
    }

    @Test
    @Rule("EVT-009")
    void recordThatIsNotReadYetNamesAnIdThatANewVmHas(
            DrmFile file, NotificationPipe pipe, NotificationPipe witness, Faults faults) {
        file.watch(pipe, 9);
        file.watch(witness, 10);
        Vm first = fail(file, witness, faults);
        first.destroy();
        Vm second = fail(file, witness, faults);

        assertEqual("id of the VM after it", first.id(), second.id());
        assertThat(pipe.next()).isVmErr(9, first.id(), ENOSPC);
        assertThat(pipe.next()).isVmErr(9, second.id(), ENOSPC);
    }

    private static Vm fail(DrmFile file, NotificationPipe witness, Faults faults) {
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            source.fail();
            assertThat(witness.next()).isVmErr(10, source.vm().id(), ENOSPC);
            return source.vm();
        }
    }

    @Test
    @Rule("EVT-010")
    void errorCodeOfEnospcIsNegative(DrmFile file, NotificationPipe pipe, Faults faults) {
        assertEqual("error_code", -28, error(file, 1, pipe, faults).u32(PAYLOAD + 4));
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-010")
    @EnumSource(names = {"ENOMEM", "ETIME", "EIO", "EINVAL"})
    @Requires(Feature.FAIL_FUNCTION)
    void errorCodeIsTheNegativeErrno(Errno errno, DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, 1);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            source.fail(errno);

            assertEqual("error_code", errno.negated(), pipe.next().raw().u32(PAYLOAD + 4));
        }
    }

    @Test
    @Rule("EVT-011")
    void timestampIsTakenWhenTheErrorIsPosted(DrmFile file, NotificationPipe pipe, Faults faults, Kernel kernel) {
        file.watch(pipe, 1);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            long before = monotonic(kernel);
            source.fail();
            long posted = pipe.next().raw().u64(PAYLOAD + 8);
            long after = monotonic(kernel);

            assertTrue(
                    "timestamp_ns " + posted + " is between " + before + " and " + after,
                    before <= posted && posted <= after);
        }
    }

    @Test
    @Rule("EVT-012")
    void timestampComparesWithTheClockOfThisProcess(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, 1);
        try (RebindVictim source = RebindVictim.on(file, LR_MODE, faults)) {
            long before = System.nanoTime();
            source.fail();
            long posted = pipe.next().raw().u64(PAYLOAD + 8);
            long after = System.nanoTime();

            assertTrue(
                    "timestamp_ns " + posted + " is between " + before + " and " + after,
                    posted - before >= 0 && after - posted >= 0);
        }
    }

    @Test
    @Rule("EVT-019")
    @Requires(Feature.VM_RESTART)
    void recordOfAPauseLooksLikeThatOfAKill(DrmFile file, NotificationPipe pipe, Faults faults) {
        byte[] killed = error(file, 0x19, pipe, faults).toArray();
        byte[] paused;
        try (RebindVictim source = RebindVictim.on(file, LR_MODE | RESTARTABLE, faults)) {
            source.fail();
            paused = pipe.next().raw().toArray();
        }

        assertEqual("header", Arrays.copyOf(killed, PAYLOAD), Arrays.copyOf(paused, PAYLOAD));
        assertEqual(
                "error_code",
                Arrays.copyOfRange(killed, PAYLOAD + 4, PAYLOAD + 8),
                Arrays.copyOfRange(paused, PAYLOAD + 4, PAYLOAD + 8));
    }

    @Test
    @Rule("EVT-022")
    void typeIsTwoAndSubtypeIsZero(DrmFile file, NotificationPipe pipe, Faults faults) {
        assertEqual("first word", 2, error(file, 1, pipe, faults).u32(0));
    }
}
