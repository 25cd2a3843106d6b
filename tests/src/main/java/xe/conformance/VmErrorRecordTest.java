// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.ENOSPC;
import static xe.kernel.Errno.EPERM;

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
@ExpectsLog(KilledVm.IN_LOG)
@Requires({Feature.WATCH_QUEUE, Feature.COMPUTE_JOB})
class VmErrorRecordTest {
    private static final int PAYLOAD = 8;
    private static final int SIZE = 24;

    /** The record of an EPERM in a new VM of {@code file}. */
    private static RecordBytes error(DrmFile file, int watchId, NotificationPipe pipe) {
        file.watch(pipe, watchId);
        return error(file, pipe);
    }

    private static RecordBytes error(DrmFile file, NotificationPipe pipe) {
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            source.kill();
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
    void recordOfAnErrorHasTwentyFourBytes(DrmFile file, NotificationPipe pipe) {
        RecordBytes record = error(file, 1, pipe);

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
    void recordCarriesTheWatchId(int watchId, DrmFile file, NotificationPipe pipe) {
        assertEqual("watch id", watchId, error(file, watchId, pipe).watchId());
    }

    @ParameterizedTest(name = "{0}")
    @Rule("EVT-004")
    @ValueSource(ints = {0x00, 0xff})
    void otherBitsOfInfoAreZero(int watchId, DrmFile file, NotificationPipe pipe) {
        RecordBytes record = error(file, watchId, pipe);

        assertEqual("info bit 7", 0, record.bit7());
        assertEqual("info bits 16 to 31", 0, record.flags());
    }

    @Test
    @Rule("EVT-005")
    void everyPipeGetsTheSameRecordWithItsOwnId(DrmFile file, NotificationPipe one, NotificationPipe other) {
        file.watch(one, 0x0f);
        file.watch(other, 0xf0);

        byte[] first = error(file, one).toArray();
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
    void vmIdIsTheNumberInItsOwnFile(DrmFile other, DrmFile file, NotificationPipe pipe) {
        for (int i = 0; i < 5; i++) {
            other.createVm(LR_MODE);
        }
        file.watch(pipe, 9);
        file.createVm(LR_MODE);
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            source.kill();

            assertEqual("vm_id", source.vm().id(), pipe.next().raw().u32(PAYLOAD));
        }
    }

    @Test
    @Rule("EVT-009")
    void recordThatIsNotReadYetNamesAnIdThatANewVmHas(DrmFile file, NotificationPipe pipe, NotificationPipe witness) {
        file.watch(pipe, 9);
        file.watch(witness, 10);
        Vm first = fail(file, witness);
        first.destroy();
        Vm second = fail(file, witness);

        assertEqual("id of the VM after it", first.id(), second.id());
        assertThat(pipe.next()).isVmErr(9, first.id(), EPERM);
        assertThat(pipe.next()).isVmErr(9, second.id(), EPERM);
    }

    private static Vm fail(DrmFile file, NotificationPipe witness) {
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            source.kill();
            assertThat(witness.next()).isVmErr(10, source.vm().id(), EPERM);
            return source.vm();
        }
    }

    @Test
    @Rule("EVT-010")
    void errorCodeOfEpermIsNegative(DrmFile file, NotificationPipe pipe) {
        assertEqual("error_code", -1, error(file, 1, pipe).u32(PAYLOAD + 4));
    }

    @Test
    @Rule("EVT-010")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void errorCodeOfEnospcIsNegative(DrmFile file, NotificationPipe pipe, Faults faults) {
        file.watch(pipe, 1);
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            source.fail();

            assertEqual("error_code", -28, pipe.next().raw().u32(PAYLOAD + 4));
        }
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
    void timestampIsTakenWhenTheErrorIsPosted(DrmFile file, NotificationPipe pipe, Kernel kernel) {
        file.watch(pipe, 1);
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            long before = monotonic(kernel);
            source.kill();
            long posted = pipe.next().raw().u64(PAYLOAD + 8);
            long after = monotonic(kernel);

            assertTrue(
                    "timestamp_ns " + posted + " is between " + before + " and " + after,
                    before <= posted && posted <= after);
        }
    }

    @Test
    @Rule("EVT-012")
    void timestampComparesWithTheClockOfThisProcess(DrmFile file, NotificationPipe pipe) {
        file.watch(pipe, 1);
        try (KilledVm source = KilledVm.alive(file, LR_MODE)) {
            long before = System.nanoTime();
            source.kill();
            long posted = pipe.next().raw().u64(PAYLOAD + 8);
            long after = System.nanoTime();

            assertTrue(
                    "timestamp_ns " + posted + " is between " + before + " and " + after,
                    posted - before >= 0 && after - posted >= 0);
        }
    }

    @Test
    @Rule("EVT-019")
    @Requires({Feature.VM_RESTART, Feature.FAULT_INJECTION})
    void recordOfAPauseLooksLikeThatOfAKill(DrmFile file, NotificationPipe pipe, Faults faults) {
        byte[] killed = error(file, 0x19, pipe).toArray();
        RecordBytes paused;
        try (RebindVictim source = RebindVictim.on(file, faults)) {
            source.fail();
            paused = pipe.next().raw();
        }

        assertEqual("header", Arrays.copyOf(killed, PAYLOAD), Arrays.copyOf(paused.toArray(), PAYLOAD));
        assertEqual("error_code of a pause", ENOSPC.negated(), paused.u32(PAYLOAD + 4));
    }

    @Test
    @Rule("EVT-022")
    void typeIsTwoAndSubtypeIsZero(DrmFile file, NotificationPipe pipe) {
        assertEqual("first word", 2, error(file, 1, pipe).u32(0));
    }
}
