// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.Errno;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;

/** VM_BIND with DRM_XE_VM_BIND_OP_PREFETCH of what is mapped. */
class VmBindPrefetchTest {
    private static final int SYSTEM = 0;
    private static final int VRAM = 1;
    private static final int CONSULT_ADVICE = DrmXeVmBindOp.DRM_XE_CONSULT_MEM_ADVISE_PREF_LOC;

    /** Regions that a buffer may be in. */
    enum Placement {
        SYSTEM_ALONE(1),
        VRAM_ALONE(2),
        BOTH(3);

        private final int mask;

        Placement(int mask) {
            this.mask = mask;
        }

        private void bind(Vm vm, long address) {
            Outcome created = vm.file()
                    .tryCreateBo(
                            BindPlace.SIZE,
                            request -> request.set("placement", mask).set("cpu_caching", DRM_XE_GEM_CPU_CACHING_WC));
            created.orThrow();
            vm.bind(op -> op.set("obj", created.answer().getInt("handle"))
                    .set("range", BindPlace.SIZE)
                    .set("addr", address));
        }
    }

    private static Outcome prefetch(Vm vm, int region, long buffers) {
        return vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH)
                .set("bind.addr", BindPlace.ADDRESS)
                .set("bind.range", buffers * BindPlace.SIZE)
                .set("bind.prefetch_mem_region_instance", region));
    }

    @ParameterizedTest(name = "{0}, region {1}: {2}")
    @CsvSource({
        "SYSTEM_ALONE, 0, OK", "SYSTEM_ALONE, 1, EINVAL",
        "VRAM_ALONE, 0, EINVAL", "VRAM_ALONE, 1, OK",
        "BOTH, 0, OK", "BOTH, 1, OK"
    })
    @Rule("BND-123")
    @Requires(Feature.DISCRETE)
    void aBufferGoesToARegionOfItsPlacementAlone(Placement placement, int region, Errno expected, DrmFile file) {
        Vm vm = file.createVm(0);
        placement.bind(vm, BindPlace.ADDRESS);
        assertThat(prefetch(vm, region, 1)).gives(expected);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("BND-124")
    @Requires(Feature.DISCRETE)
    void whereAdviceSaysIsPossibleForEveryPlacement(Placement placement, DrmFile file) {
        Vm vm = file.createVm(0);
        placement.bind(vm, BindPlace.ADDRESS);
        assertThat(prefetch(vm, CONSULT_ADVICE, 1)).succeeds();
    }

    @ParameterizedTest(name = "region {0}")
    @ValueSource(ints = {SYSTEM, CONSULT_ADVICE})
    @Rule("BND-124")
    void aBufferInSystemMemoryMayStayThere(int region, DrmFile file) {
        Vm vm = file.createVm(0);
        Placement.SYSTEM_ALONE.bind(vm, BindPlace.ADDRESS);
        assertThat(prefetch(vm, region, 1)).succeeds();
    }

    @ParameterizedTest(name = "{0}, region {1}")
    @CsvSource({"NULL, 0", "NULL, -1", "USERPTR, 0", "USERPTR, -1"})
    @Rule("BND-124")
    void whatIsNoBufferStaysWhereItIs(Operation operation, int region, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(operation).send()).succeeds();
            assertThat(prefetch(place.vm(), region, 1)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} before {1}: {2}")
    @CsvSource({
        "VRAM_ALONE, VRAM_ALONE, EINVAL",
        "BOTH, VRAM_ALONE, EINVAL",
        "VRAM_ALONE, BOTH, OK",
        "VRAM_ALONE, SYSTEM_ALONE, OK",
        "BOTH, BOTH, OK"
    })
    @Rule("BND-125")
    @Requires(Feature.DISCRETE)
    void theRegionIsForTheFirstBufferAndSystemMemoryForTheOthers(
            Placement first, Placement second, Errno expected, DrmFile file) {
        Vm vm = file.createVm(0);
        first.bind(vm, BindPlace.ADDRESS);
        second.bind(vm, BindPlace.ADDRESS + BindPlace.SIZE);
        assertThat(prefetch(vm, VRAM, 1)).succeeds();
        assertThat(prefetch(vm, VRAM, 2)).gives(expected);
    }

    @Test
    @Rule("BND-123")
    @Requires(Feature.INTEGRATED)
    void theRegionOfVideoMemoryIsNotThere(DrmFile file) {
        Vm vm = file.createVm(0);
        Placement.SYSTEM_ALONE.bind(vm, BindPlace.ADDRESS);
        assertThat(prefetch(vm, VRAM, 1)).failsWith(EINVAL);
        assertThat(prefetch(vm, SYSTEM, 1)).succeeds();
    }
}
