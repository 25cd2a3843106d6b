// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.drm.VmFlags.SCRATCH_PAGE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertEventually;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_IMMEDIATE;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_NULL;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_READONLY;

import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.Batch;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.ShortJob;
import xe.drm.Syncobj;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;

/** VM_BIND: mirrors of the process's own address space, and what a VM in fault mode does later. */
class VmBindMirrorTest {
    private static final int FAULTING = LR_MODE | FAULT_MODE;
    private static final int VALUE = 0x5a17;

    /** A mirror of nothing in particular. */
    private static GoodRequest mirror(BindPlace place) {
        return place.request(Operation.NULL, op -> op.set("flags", DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR));
    }

    /** A mirror of the block of memory, or another operation at its address. */
    private static GoodRequest atMemory(BindPlace place, Operation operation, int flags) {
        return place.request(
                operation,
                op -> op.set("flags", flags).set("addr", place.memory().address()));
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, SCRATCH_PAGE, LR_MODE, LR_MODE | SCRATCH_PAGE})
    @Rule("BND-020")
    void aMirrorOutsideFaultModeGivesEinval(int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags)) {
            place.request(Operation.NULL).refuses("bind.flags", DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
        }
    }

    @Test
    @Rule("BND-020")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aVmInFaultModeTakesAMirror(DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            assertThat(mirror(place).send()).succeeds();
        }
    }

    @Test
    @Rule("BND-025")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorOfABufferGivesEinval(DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            mirror(place).refuses("bind.obj", place.buffer().handle());
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {4096, 65536, 1L << 63, -4096})
    @Rule("BND-026")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorWithAnOffsetGivesEinval(long offset, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            mirror(place).refuses("bind.cpu_addr_mirror_offset", offset);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"MAP", "NULL"})
    @Rule("BND-027")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void mirrorGoesWithMapAlone(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            GoodRequest good = place.request(operation);
            good.refuses("bind.flags", DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
        }
    }

    static IntStream indices() {
        return PatEntries.indices();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-035")
    @Requires({Feature.CPU_ADDR_MIRROR, Feature.INTEGRATED})
    void anIntegratedDeviceMirrorsWithCoherentEntriesAlone(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            assertThat(mirror(place).with("bind.pat_index", index))
                    .gives(PatEntries.of(file.device()).shared(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-036")
    @Requires({Feature.CPU_ADDR_MIRROR, Feature.INTEGRATED_35})
    void aMirrorIsTransientOrTwoWayCoherent(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            assertThat(mirror(place).with("bind.pat_index", index))
                    .gives(PatEntries.of(file.device()).shared(index));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("BND-021")
    @Requires({Feature.CPU_ADDR_MIRROR, Feature.DISCRETE})
    void aDiscreteDeviceMirrorsWithAnyEntry(int index, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            assertThat(mirror(place).with("bind.pat_index", index))
                    .gives(PatEntries.of(file.device()).any(index));
        }
    }

    @ParameterizedTest(name = "flags {0}")
    @ValueSource(
            ints = {
                DRM_XE_VM_BIND_FLAG_NULL,
                DRM_XE_VM_BIND_FLAG_NULL | DRM_XE_VM_BIND_FLAG_READONLY,
                DRM_XE_VM_BIND_FLAG_NULL | DRM_XE_VM_BIND_FLAG_IMMEDIATE
            })
    @Rule("BND-049")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void nullAndMirrorGoTogether(int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            assertThat(mirror(place).with("bind.flags", DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR | flags))
                    .succeeds();
        }
    }

    @Test
    @Rule("BND-042")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void autoresetGoesWithAMirror(DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            GoodRequest mirror = mirror(place);
            assertThat(mirror.with(
                            "bind.flags", DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR | DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET))
                    .succeeds();
            assertThat(mirror.with("bind.flags", DRM_XE_VM_BIND_FLAG_NULL | DRM_XE_VM_BIND_FLAG_MADVISE_AUTORESET))
                    .failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MAP", "NULL", "USERPTR"})
    @Rule("BND-107")
    @Requires(Feature.USM)
    void aMappingForLaterCantWaitAndIsMade(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING);
                SyncEntries wait = SyncEntries.of(file, SyncEntries.waitFor(Syncobj.createSignalled(file)))) {
            MappingProbe probe = new MappingProbe(place.vm());
            GoodRequest map = place.request(operation);
            probe.assertFree(BindPlace.ADDRESS, BindPlace.SIZE);
            assertThat(map.and(wait::into).send()).failsWith(EOPNOTSUPP);
            probe.assertMapped(BindPlace.ADDRESS, BindPlace.SIZE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"MAP", "NULL", "USERPTR"})
    @Rule("BND-107")
    @Requires(Feature.USM)
    void aMappingForNowCanWait(Operation operation, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING);
                SyncEntries wait = SyncEntries.of(file, SyncEntries.waitFor(Syncobj.createSignalled(file)))) {
            int own = operation == Operation.NULL ? DRM_XE_VM_BIND_FLAG_NULL : 0;
            GoodRequest map = place.request(operation, op -> op.set("flags", own | DRM_XE_VM_BIND_FLAG_IMMEDIATE));
            assertThat(map.and(wait::into).send()).succeeds();
        }
    }

    @Test
    @Rule("BND-108")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorCantWaitAndIsMade(DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING);
                SyncEntries wait = SyncEntries.of(file, SyncEntries.waitFor(Syncobj.createSignalled(file)))) {
            GoodRequest mirror = atMemory(place, Operation.NULL, DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
            assertThat(mirror.and(wait::into).send()).failsWith(EOPNOTSUPP);
            assertEqual("mappings", 1, place.vm().memRanges().size());
            store(place);
        }
    }

    /** Has the GPU store to the block of memory at its own address. */
    private static void store(BindPlace place) {
        NativeMemory memory = place.memory();
        ShortJob.run(place.vm(), new Batch().store(memory.address(), VALUE).end());
        assertEqual("what the GPU stored", VALUE, memory.segment().get(ValueLayout.JAVA_INT, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"UNMAP", "MAP", "USERPTR"})
    @Rule("BND-127")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorThatTheGpuUsesStays(Operation operation, DrmFile file) {
        Vm vm = file.createVm(FAULTING);
        try (BindPlace place = BindPlace.in(vm)) {
            GoodRequest mirror = atMemory(place, Operation.NULL, DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
            GoodRequest other = atMemory(place, operation, 0);
            assertThat(mirror.send()).succeeds();
            store(place);

            assertThat(other.send()).failsWith(EBUSY);
            assertThat(mirror.send()).succeeds(); // by another mirror it can be replaced
            assertThat(other.send()).failsWith(EBUSY);
        }
    }

    @Test
    @Rule("BND-127")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aMirrorWhoseMemoryIsGoneCanGo(DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            GoodRequest mirror = atMemory(place, Operation.NULL, DRM_XE_VM_BIND_FLAG_CPU_ADDR_MIRROR);
            GoodRequest unmap = atMemory(place, Operation.UNMAP, 0);
            assertThat(mirror.send()).succeeds();
            assertThat(unmap.send()).succeeds();
            assertThat(mirror.send()).succeeds();
            store(place);
            assertThat(unmap.send()).failsWith(EBUSY);

            place.memory().unmap();
            assertEventually(file.device().deadline(), OK, unmap::send);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"UPWARDS", "DOWNWARDS", "INWARDS"})
    @Rule("BND-128")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void mirrorsNextToEachOtherBecomeOne(String order, DrmFile file) {
        int[] slots = switch (order) {
            case "UPWARDS" -> new int[] {0, 1, 2};
            case "DOWNWARDS" -> new int[] {2, 1, 0};
            default -> new int[] {0, 2, 1};
        };
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            GoodRequest mirror = mirror(place);
            for (int slot : slots) {
                assertThat(mirror.with("bind.addr", BindPlace.ADDRESS + (long) slot * BindPlace.SIZE))
                        .succeeds();
            }
            assertEqual("mappings", 1, place.vm().memRanges().size());
            assertEqual(
                    "its start",
                    BindPlace.ADDRESS,
                    place.vm().memRanges().getFirst().get("start"));
            assertEqual(
                    "its end",
                    BindPlace.ADDRESS + 3L * BindPlace.SIZE,
                    place.vm().memRanges().getFirst().get("end"));
        }
    }

    @Test
    @Rule("BND-128")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void mirrorsWithAHoleBetweenStayApart(DrmFile file) {
        try (BindPlace place = BindPlace.in(file, FAULTING)) {
            GoodRequest mirror = mirror(place);
            assertThat(mirror.send()).succeeds();
            assertThat(mirror.with("bind.addr", BindPlace.ADDRESS + 2L * BindPlace.SIZE))
                    .succeeds();
            assertEqual("mappings", 2, place.vm().memRanges().size());
        }
    }
}
