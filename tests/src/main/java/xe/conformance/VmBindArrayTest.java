// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOBUFS;
import static xe.uapi.DrmXeVmBind.DRM_IOCTL_XE_VM_BIND;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.StructView;

/** VM_BIND with none or several operations. */
class VmBindArrayTest {
    private static final int OP_SIZE = DrmXeVmBindOp.STRUCT.size();

    private static GoodRequest withoutOperation(DrmFile file) {
        Vm vm = file.createVm(0);
        return new GoodRequest(file, DRM_IOCTL_XE_VM_BIND, request -> request.set("vm_id", vm.id()));
    }

    /** A request with an array of operations at the end of readable memory, handed to {@code check}. */
    private static void withArray(BindPlace place, List<Consumer<StructView>> ops, Consumer<GoodRequest> check) {
        DrmFile file = place.vm().file();
        try (NativeMemory array = NativeMemory.allocate(file.kernel(), (long) OP_SIZE * ops.size())) {
            for (int i = 0; i < ops.size(); i++) {
                ops.get(i)
                        .accept(new StructView(
                                DrmXeVmBindOp.STRUCT, array.segment().asSlice((long) OP_SIZE * i, OP_SIZE)));
            }
            check.accept(new GoodRequest(
                    file,
                    DRM_IOCTL_XE_VM_BIND,
                    request -> request.set("vm_id", place.vm().id())
                            .set("num_binds", ops.size())
                            .set("vector_of_binds", array.address())));
        }
    }

    /** A NULL mapping, the {@code index}-th of a row of them. */
    private static Consumer<StructView> nullMapping(BindPlace place, int index) {
        return op -> {
            place.fill(op, Operation.NULL);
            op.set("addr", BindPlace.ADDRESS + (long) BindPlace.SIZE * index);
        };
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {26843546, 26843547, 0x2000000, 0x10000000, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("BND-006")
    void anArrayTooLargeToAllocateGivesEnobufsBeforeItIsRead(int count, DrmFile file) {
        withoutOperation(file).refuses("num_binds", count, ENOBUFS);
    }

    @ParameterizedTest(name = "{0} operations at {1}")
    @CsvSource({"2, 0", "2, 8", "3, 4096", "2, -8", "1000, 0", "1000, -4096"})
    @Rule("BND-007")
    void anArrayThatCantBeReadGivesEfault(int count, long address, DrmFile file) {
        GoodRequest empty = withoutOperation(file);
        assertThat(empty.and(request -> request.set("vector_of_binds", address)).with("num_binds", count))
                .failsWith(EFAULT);

        assertThat(empty.send()).succeeds();
    }

    @ParameterizedTest(name = "{0} of 2")
    @ValueSource(ints = {3, 4, 51})
    @Rule("BND-007")
    void anArrayWhoseTailCantBeReadGivesEfault(int count, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            withArray(
                    place,
                    List.of(nullMapping(place, 0), nullMapping(place, 1)),
                    request -> request.refuses("num_binds", count, EFAULT));
        }
    }

    @Test
    @Rule("BND-008")
    void oneOperationLiesInTheRequestAndSeveralBehindAPointer(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.NULL).send()).succeeds();
            MappingProbe probe = new MappingProbe(place.vm());
            probe.assertMapped(BindPlace.ADDRESS, BindPlace.SIZE);

            withArray(
                    place,
                    List.of(nullMapping(place, 2), nullMapping(place, 4)),
                    request -> assertThat(request.send()).succeeds());
            probe.assertMapped(BindPlace.ADDRESS + 2 * BindPlace.SIZE, BindPlace.SIZE);
            probe.assertFree(BindPlace.ADDRESS + 3 * BindPlace.SIZE, BindPlace.SIZE);
            probe.assertMapped(BindPlace.ADDRESS + 4 * BindPlace.SIZE, BindPlace.SIZE);
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "op, 9",
        "op, -1",
        "flags, 0x40000000",
        "flags, -1",
        "pat_index, 0xffff",
        "obj, 999",
        "addr, 1",
        "range, 1",
        "obj_offset, 1",
        "prefetch_mem_region_instance, 99",
        "extensions, 8",
        "addr, -4096"
    })
    @Rule("BND-009")
    void withoutOperationsTheOneInTheRequestIsNotLookedAt(String field, String value, DrmFile file) {
        assertThat(withoutOperation(file).with("bind." + field, Long.decode(value)))
                .succeeds();
    }

    @ParameterizedTest(name = "{0} = {1} in operation {2} of 3")
    @CsvSource({
        "op, 9, 1",
        "op, 9, 2",
        "flags, 0x40000000, 1",
        "flags, 0x40000000, 2",
        "pat_index, 0xffff, 1",
        "pat_index, 0xffff, 2",
        "addr, 1, 2",
        "range, 0, 2",
        "range, 2048, 1",
        "prefetch_mem_region_instance, 1, 2",
        "obj_offset, 4096, 2"
    })
    @Rule("BND-050")
    void oneBadOperationOfSeveralKeepsAllFromHappening(String field, String value, int bad, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            MappingProbe probe = new MappingProbe(place.vm());
            List<Consumer<StructView>> good =
                    List.of(nullMapping(place, 0), nullMapping(place, 1), nullMapping(place, 2));
            List<Consumer<StructView>> spoilt = new ArrayList<>(good);
            spoilt.set(bad, good.get(bad).andThen(op -> op.set(field, Long.decode(value))));
            withArray(place, spoilt, request -> assertThat(request.send()).failsWith(EINVAL));
            probe.assertFree(BindPlace.ADDRESS, 3 * BindPlace.SIZE);

            withArray(place, good, request -> assertThat(request.send()).succeeds());
            probe.assertMapped(BindPlace.ADDRESS, BindPlace.SIZE);
        }
    }
}
