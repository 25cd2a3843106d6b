// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.drm.VmFlags;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeMemRangeAttr;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.StructView;

/** VM_QUERY_MEM_RANGE_ATTRS: what it says about mappings. */
class MemRangeListTest {
    private static final String NUMBER = "num_mem_ranges";
    private static final long BASE = Mapped.ADDRESS;
    private static final long SLOT = Mapped.SIZE;

    /** All mappings as slots, such as {@code 0-1 2-3 4-5}; a quarter of a slot counts. */
    private static String layout(Vm vm) {
        return vm.memRanges().stream()
                .map(entry -> slots(entry.get("start")) + "-" + slots(entry.get("end")))
                .collect(Collectors.joining(" "));
    }

    private static String slots(long address) {
        long quarters = (address - BASE) / (SLOT / 4);
        return quarters % 4 == 0 ? Long.toString(quarters / 4) : quarters / 4 + "." + quarters % 4 * 25;
    }

    @Test
    @Rule("VMQ-012")
    void mappingsAreListedByAddress(DrmFile file) {
        assertEqual("mappings", "0-1 2-3 4-5", layout(Mapped.nothing(file, 4, 0, 2)));
    }

    @ParameterizedTest(name = "{1} quarters from {0}")
    @CsvSource({"0, 1", "1, 1", "3, 1", "1, 2", "0, 4", "3, 2", "-1, 2", "-1, 100"})
    @Rule("VMQ-012")
    void aMappingIsToldAsAWhole(int quarter, int quarters, DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.NULL, file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), DrmXeMemRangeAttr.STRUCT.size())) {
            assertThat(mapped.vm()
                            .tryQueryMemRanges(request -> request.set("start", BASE + quarter * (SLOT / 4))
                                    .set("range", quarters * (SLOT / 4))
                                    .set(NUMBER, 1)
                                    .set("sizeof_mem_range_attr", vector.size())
                                    .set("vector_of_mem_attr", vector.address())))
                    .succeedsWith(NUMBER, 1);

            StructView entry = new StructView(DrmXeMemRangeAttr.STRUCT, vector.segment());
            assertEqual("start", Mapped.ADDRESS, entry.get("start"));
            assertEqual("end", Mapped.END, entry.get("end"));
        }
    }

    private static void isFresh(Mapped mapped) {
        StructView entry = mapped.entry();
        assertEqual("atomic.val", 0, entry.get("atomic.val"));
        assertEqual("devmem_fd", 0, entry.get("preferred_mem_loc.devmem_fd"));
        assertEqual("migration_policy", 0, entry.get("preferred_mem_loc.migration_policy"));
        assertEqual("pat_index.val", mapped.patIndex(), entry.get("pat_index.val"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "CPU_MIRROR")
    @Rule("VMQ-013")
    void aFreshMappingHasThePatIndexOfItsBind(MappingKind kind, DrmFile file) {
        try (Mapped mapped = Mapped.of(kind, file)) {
            isFresh(mapped);
        }
    }

    @Test
    @Rule("VMQ-013")
    @Requires(Feature.CPU_ADDR_MIRROR)
    void aFreshMirrorHasThePatIndexOfItsBind(DrmFile file) {
        isFresh(Mapped.of(MappingKind.CPU_MIRROR, file));
    }

    static IntStream indices() {
        return IntStream.range(0, 32);
    }

    /** A mapping without memory takes every index that the device has. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("indices")
    @Rule("VMQ-013")
    void everyPatIndexIsTold(int index, DrmFile file) {
        Vm vm = file.createVm(0);
        boolean bound = !vm.tryBind(request -> request.set("bind.op", MappingKind.NULL.operation())
                        .set("bind.flags", MappingKind.NULL.bindFlags())
                        .set("bind.pat_index", index)
                        .set("bind.addr", BASE)
                        .set("bind.range", SLOT))
                .failed();

        assertEqual("mappings", bound ? 1 : 0, vm.memRanges().size());
        vm.memRanges().forEach(entry -> assertEqual("pat_index.val", index, entry.get("pat_index.val")));
    }

    static Stream<String> writtenAsZero() {
        return Stream.concat(Stream.of("extensions"), DrmXeMemRangeAttr.STRUCT.slots(CField.Zero.WRITTEN).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writtenAsZero")
    @Rule("VMQ-014")
    void reservedOfEntriesIsZero(String slot, DrmFile file) {
        Vm vm = Mapped.nothing(file, 4, 0, 2);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), 3L * DrmXeMemRangeAttr.STRUCT.size())) {
            vector.segment().fill((byte) 0xff);
            assertThat(vm.tryQueryMemRanges(request -> request.set(NUMBER, 3)
                            .set("sizeof_mem_range_attr", DrmXeMemRangeAttr.STRUCT.size())
                            .set("vector_of_mem_attr", vector.address())))
                    .succeeds();

            StructView.copies(DrmXeMemRangeAttr.STRUCT, vector.segment())
                    .forEach(entry -> assertEqual(slot, 0, entry.get(slot)));
        }
    }

    @ParameterizedTest(name = "unmap {0} to {1}: {2}")
    @CsvSource({
        "0, 0.25, 0.25-1",
        "0.75, 1, 0-0.75",
        "0.25, 0.5, 0-0.25 0.50-1",
        "0.25, 0.75, 0-0.25 0.75-1",
        "0, 1, ''",
        "-1, 2, ''",
        "-1, 0.5, 0.50-1",
        "0.5, 3, 0-0.50",
        "1, 2, 0-1"
    })
    @Rule("VMQ-019")
    void whatIsLeftOfABufferIsListed(double from, double to, String left, DrmFile file) {
        Vm vm = Mapped.of(MappingKind.BUFFER, file).vm();
        vm.unbind(BASE + (long) (from * SLOT), (long) ((to - from) * SLOT));

        assertEqual("mappings", left, layout(vm));
    }

    @ParameterizedTest(name = "map {0} to {1}: {2}")
    @CsvSource({
        "0, 1, 0-1",
        "0, 0.5, 0-0.50 0.50-1",
        "0.25, 0.75, 0-0.25 0.25-0.75 0.75-1",
        "0.5, 1.5, 0-0.50 0.50-1.50",
        "0, 2, 0-2",
        "1, 2, 0-1 1-2"
    })
    @Rule("VMQ-019")
    void aMappingOverAnotherTakesItsPlace(double from, double to, String all, DrmFile file) {
        Vm vm = Mapped.of(MappingKind.BUFFER, file).vm();
        Mapped.mapNothing(vm, BASE + (long) (from * SLOT), (long) ((to - from) * SLOT));

        assertEqual("mappings", all, layout(vm));
    }

    @Test
    @Rule("VMQ-019")
    void unmapAllLeavesOtherBuffers(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        Vm vm = mapped.vm();
        Bo other = file.createBo(SLOT);
        vm.bind(other, BASE + 2 * SLOT);
        vm.bind(mapped.buffer(), BASE + 4 * SLOT);
        vm.bind(op -> op.set("op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP_ALL)
                .set("obj", mapped.buffer().handle()));

        assertEqual("mappings", "2-3", layout(vm));
    }

    @Test
    @Rule("VMQ-020")
    void everyAttributeIsToldOfItsOwnMapping(DrmFile file) {
        Vm vm = Mapped.nothing(file, 4, 0, 2);
        assertThat(vm.tryMadvise(
                        BASE + 2 * SLOT,
                        SLOT,
                        request -> Advice.ATOMIC.fill(request, 0).set("atomic.val", 2)))
                .succeeds();

        assertEqual(
                "modes",
                "0 2 0",
                vm.memRanges().stream()
                        .map(entry -> Long.toString(entry.get("atomic.val")))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    @Rule("VMQ-021")
    void thePurgeableStateIsNotTold(DrmFile file) {
        Mapped mapped = Mapped.of(MappingKind.BUFFER, file);
        byte[] before = mapped.entry().bytes();
        assertThat(mapped.tryDontNeed()).succeeds();

        assertEqual("entry of a DONTNEED buffer", before, mapped.entry().bytes());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"BUFFER", "NULL"})
    @Rule("VMQ-022")
    @Requires(Feature.USM)
    void aMappingThatWaitsForAFaultIsListed(MappingKind kind, DrmFile file) {
        Vm vm = file.createVm(VmFlags.LR_MODE | VmFlags.FAULT_MODE);
        assertThat(vm.tryBind(request -> {
                    request.set("bind.op", kind.operation())
                            .set("bind.flags", kind.bindFlags())
                            .set("bind.addr", BASE)
                            .set("bind.range", SLOT);
                    if (kind == MappingKind.BUFFER) {
                        request.set("bind.obj", file.createBo(SLOT).handle());
                    }
                }))
                .succeeds();

        assertEqual("mappings", "0-1", layout(vm));
    }
}
