// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.ExpectsLog;
import xe.junit.Requires;
import xe.rules.Rule;

/** EXEC_QUEUE_CREATE: queues for VM_BIND, which have no engine. */
class ExecQueueBindTest {
    @ParameterizedTest(name = "width {0}, {1} placements")
    @CsvSource({"1, 2", "1, 3", "1, 9", "2, 1", "3, 1", "9, 1", "2, 2", "3, 3", "2, 4"})
    @Rule("EQC-010")
    void moreThanOneEntryGivesEinval(int width, int placements, DrmFile file) {
        Vm vm = file.createVm(0);
        Engine[] entries = new Engine[width * placements];
        Arrays.fill(entries, new Engine(Placements.BIND_CLASS, 0, 0));

        assertThat(Placements.of(width, entries).create(vm)).failsWith(EINVAL);
        assertThat(Placements.bind(0).create(vm)).succeeds();
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("instanceBits")
    @Rule("EQC-011")
    void anInstanceGivesEinval(int bit, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(Placements.of(1, new Engine(Placements.BIND_CLASS, 1 << bit, 0))
                        .create(vm))
                .failsWith(EINVAL);
        assertThat(Placements.bind(0).create(vm)).succeeds();
    }

    static IntStream instanceBits() {
        return IntStream.range(0, 16);
    }

    @Test
    @Rule("EQC-012")
    void everyGtWillDo(DrmFile file) {
        Vm vm = file.createVm(0);
        for (long gt : QueryEnginesTest.gtIds(file)) {
            assertThat(Placements.bind((int) gt).create(vm)).succeeds();
            assertThat(Placements.bind((int) gt | 0x100).create(vm)).succeeds();
        }
    }

    @ParameterizedTest(name = "VM {0}")
    @ValueSource(ints = {0, 2, 9, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("EQC-013")
    void anUnknownVmGivesEnoent(int id, DrmFile file) {
        Vm vm = file.createVm(0);

        assertThat(Placements.bind(0).create(file.vm(id))).failsWith(ENOENT);
        assertThat(Placements.bind(0).create(vm)).succeeds();
    }

    @Test
    @Rule("EQC-014")
    @Requires(Feature.COMPUTE_JOB)
    @ExpectsLog(KilledVm.IN_LOG)
    void aKilledVmGivesEnoent(DrmFile file) {
        try (KilledVm killed = KilledVm.alive(file, VmFlags.LR_MODE)) {
            assertThat(Placements.bind(0).create(killed.vm())).succeeds();
            killed.kill();
            killed.awaitKill();

            assertThat(Placements.bind(0).create(killed.vm())).failsWith(ENOENT);
        }
    }

    @Test
    @Rule("EQC-015")
    void itMayAskForLowLatency(DrmFile file) {
        assertThat(Placements.bind(0)
                        .create(file.createVm(0), request -> request.set("flags", DRM_XE_EXEC_QUEUE_LOW_LATENCY_HINT)))
                .succeeds();
    }
}
