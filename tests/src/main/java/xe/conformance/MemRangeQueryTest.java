// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOBUFS;
import static xe.kernel.Errno.ENOSPC;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeMemRangeAttr;
import xe.uapi.DrmXeVmQueryMemRangeAttr;
import xe.uapi.Outcome;

/** VM_QUERY_MEM_RANGE_ATTRS: its request, and the protocol of sizes. */
class MemRangeQueryTest {
    private static final int ENTRY = DrmXeMemRangeAttr.STRUCT.size();
    private static final String NUMBER = "num_mem_ranges";
    private static final String SIZE = "sizeof_mem_range_attr";
    private static final String VECTOR = "vector_of_mem_attr";
    private static final int MAPPINGS = 3;

    static LongStream wrongSizes() {
        return LongStream.concat(
                IntStream.range(0, Long.SIZE).filter(bit -> bit != 6).mapToLong(bit -> 1L << bit),
                LongStream.of(0, 56, 63, 65, 72, -1));
    }

    static LongStream anything() {
        return LongStream.concat(IntStream.range(0, Long.SIZE).mapToLong(bit -> 1L << bit), LongStream.of(-1));
    }

    /** The size of an entry is a rule of its own (VMQ-007). */
    static LongStream otherSizes() {
        return anything().filter(size -> size != ENTRY);
    }

    static Stream<GoodRequest.SlotValue> unchecked() {
        return GoodRequest.nonZero(DrmXeVmQueryMemRangeAttr.STRUCT, CField.Zero.UNCHECKED, "");
    }

    private static Vm mapped(DrmFile file) {
        return Mapped.nothing(file, 0, 1, 2);
    }

    private static Outcome tryList(Vm vm, int number, long size, long vector) {
        return vm.tryQueryMemRanges(
                request -> request.set(NUMBER, number).set(SIZE, size).set(VECTOR, vector));
    }

    private static void counts(Vm vm, int number) {
        assertThat(tryList(vm, 0, 0, 0)).succeedsWith(NUMBER, number);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherSizes")
    @Rule("VMQ-001")
    void aSizeForNoRangesGivesEinval(long size, DrmFile file) {
        Vm vm = mapped(file);
        assertThat(tryList(vm, 0, size, 0)).failsWith(EINVAL);

        counts(vm, MAPPINGS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("anything")
    @Rule("VMQ-001")
    void aVectorForNoRangesGivesEinval(long vector, DrmFile file) {
        Vm vm = mapped(file);
        assertThat(tryList(vm, 0, 0, vector)).failsWith(EINVAL);

        counts(vm, MAPPINGS);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 3, 4, 0x100, 0x80000000, 0xffffffff})
    @Rule("VMQ-002")
    void rangesWithoutAVectorGiveEinval(int number, DrmFile file) {
        assertThat(tryList(mapped(file), number, ENTRY, 0)).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSizes")
    @Rule("VMQ-003")
    void entriesOfAnotherSizeGiveEinval(long size, DrmFile file) {
        Vm vm = mapped(file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), MAPPINGS * 2L * ENTRY)) {
            assertThat(tryList(vm, MAPPINGS, size, vector.address())).failsWith(EINVAL);
            assertThat(tryList(vm, MAPPINGS, ENTRY, vector.address())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 9, 0x80000000, 0xffffffff})
    @Rule("VMQ-004")
    void anUnknownVmGivesEinval(int id, DrmFile file) {
        assertThat(tryList(file.vm(id), 0, 0, 0)).failsWith(EINVAL);
        assertThat(tryList(file.vm(id), 1, ENTRY, NativeMemory.NEVER_MAPPED)).failsWith(EINVAL);

        assertThat(tryList(file.createVm(0), 0, 0, 0)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unchecked")
    @Rule("VMQ-005")
    void extensionsAndReservedAreNotLookedAt(GoodRequest.SlotValue ignored, DrmFile file) {
        Outcome counted = mapped(file).tryQueryMemRanges(request -> request.set(ignored.slot(), ignored.value()));

        assertThat(counted).succeedsWith(NUMBER, MAPPINGS);
        assertThat(counted).leaves(ignored.slot(), ignored.value());
    }

    @Test
    @Rule("VMQ-006")
    void theCountCallTellsNumberAndSize(DrmFile file) {
        assertThat(tryList(mapped(file), 0, 0, 0)).succeedsWith(NUMBER, MAPPINGS);
        assertThat(tryList(mapped(file), 0, 0, 0)).leaves(SIZE, ENTRY);

        assertThat(tryList(file.createVm(0), 0, 0, 0)).succeedsWith(NUMBER, 0);
        assertThat(tryList(file.createVm(0), 0, 0, 0)).leaves(SIZE, ENTRY);
    }

    @Test
    @Rule("VMQ-007")
    void theCountOfNothingFedBackGivesEinval(DrmFile file) {
        Vm empty = file.createVm(0);
        counts(empty, 0);

        assertThat(tryList(empty, 0, ENTRY, 0)).failsWith(EINVAL);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2})
    @Rule("VMQ-008")
    void roomForLessThanThereIsGivesEnospc(int room, DrmFile file) {
        Vm vm = mapped(file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), MAPPINGS * (long) ENTRY)) {
            Outcome listed = tryList(vm, room, ENTRY, vector.address());
            assertThat(listed).failsWith(ENOSPC);
            assertThat(listed).leaves(NUMBER, room);
            assertEqual("start of the first entry", 0, vector.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, 8));

            assertThat(tryList(vm, MAPPINGS, ENTRY, vector.address())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {MAPPINGS, MAPPINGS + 1, 64, 0x1000})
    @Rule("VMQ-009")
    void roomForMoreThanThereIsStaysAsItWas(int room, DrmFile file) {
        Vm vm = mapped(file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), (long) room * ENTRY)) {
            vector.segment().fill((byte) 0xa5);
            assertThat(tryList(vm, room, ENTRY, vector.address())).succeedsWith(NUMBER, MAPPINGS);

            byte[] rest = vector.segment().asSlice((long) MAPPINGS * ENTRY).toArray(ValueLayout.JAVA_BYTE);
            byte[] untouched = new byte[rest.length];
            Arrays.fill(untouched, (byte) 0xa5);
            assertEqual("bytes behind the entries", untouched, rest);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0x2000000, 0x2000001, 0x4000000, 0x40000000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("VMQ-010")
    void moreRoomThanOneAllocationGivesEnobufs(int room, DrmFile file) {
        Vm vm = mapped(file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), MAPPINGS * (long) ENTRY)) {
            assertThat(tryList(vm, room, ENTRY, vector.address())).failsWith(ENOBUFS);
            assertThat(tryList(vm, MAPPINGS, ENTRY, vector.address())).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, NativeMemory.NEVER_MAPPED, Long.MIN_VALUE, -4096})
    @Rule("VMQ-011")
    void aVectorWithoutMemoryGivesEfault(long vector, DrmFile file) {
        assertThat(tryList(mapped(file), MAPPINGS, ENTRY, vector)).failsWith(EFAULT);
    }

    @Test
    @Rule("VMQ-011")
    void aVectorThatCantBeWrittenGivesEfault(DrmFile file) {
        Vm vm = mapped(file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), MAPPINGS * (long) ENTRY)) {
            assertThat(tryList(vm, MAPPINGS, ENTRY, vector.address() + ENTRY)).failsWith(EFAULT);
            vector.makeReadOnly();
            assertThat(tryList(vm, MAPPINGS, ENTRY, vector.address())).failsWith(EFAULT);
        }
    }

    /** Only the entries that there are have to fit. */
    @Test
    @Rule("VMQ-011")
    void aVectorForNothingIsNotTouched(DrmFile file) {
        assertThat(tryList(file.createVm(0), 1, ENTRY, NativeMemory.NEVER_MAPPED))
                .succeeds();
    }

    @ParameterizedTest(name = "{0} entries in front of a hole")
    @ValueSource(ints = {MAPPINGS, MAPPINGS + 1, 100})
    @Rule({"VMQ-009", "VMQ-011"})
    void roomThatIsNotNeededNeedNotBeThere(int room, DrmFile file) {
        Vm vm = mapped(file);
        try (NativeMemory vector = NativeMemory.allocate(file.kernel(), MAPPINGS * (long) ENTRY)) {
            assertThat(tryList(vm, room, ENTRY, vector.address())).succeedsWith(NUMBER, MAPPINGS);
        }
    }
}
