// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.uapi.DrmXeGemMmapOffset.DRM_IOCTL_XE_GEM_MMAP_OFFSET;
import static xe.uapi.DrmXeMadvise.DRM_IOCTL_XE_MADVISE;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeGemCreate;
import xe.uapi.DrmXeMadvise;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * One mapping of {@link #SIZE} bytes at {@link #ADDRESS}, in a VM of its own. Closing it gives back the process's memory behind
 * a userptr.
 */
record Mapped(
        Vm vm,
        MappingKind kind,
        int patIndex,
        @Nullable Bo bo,
        @Nullable NativeMemory memory) implements AutoCloseable {
    static final long ADDRESS = 0x1000_0000;
    static final long SIZE = 0x4_0000;
    static final long END = ADDRESS + SIZE;

    /** With the device's PAT index that is coherent with the CPU; a buffer lies in system memory and is cached. */
    static Mapped of(MappingKind kind, DrmFile file) {
        Bo bo = kind == MappingKind.BUFFER ? file.createBo(SIZE) : null;
        Mapped mapped = prepare(kind, file, file.device().patIndex(), bo);
        mapped.tryBind().orThrow();
        return mapped;
    }

    /** Of a buffer with fields of its GEM_CREATE changed. */
    static Mapped buffer(DrmFile file, Consumer<StructView> change) {
        Mapped mapped = prepare(MappingKind.BUFFER, file, file.device().patIndex(), file.createBo(SIZE, change));
        mapped.tryBind().orThrow();
        return mapped;
    }

    /** Of another device's buffer; not there before {@link #tryBind}. */
    static Mapped foreign(DrmFile file, int patIndex, Bo bo) {
        return prepare(MappingKind.BUFFER, file, patIndex, bo);
    }

    /** Of a write-combined buffer in system memory. */
    static Mapped writeCombined(DrmFile file) {
        return buffer(file, request -> request.set("cpu_caching", DrmXeGemCreate.DRM_XE_GEM_CPU_CACHING_WC));
    }

    /** A VM with mappings without memory, which fill these slots of {@link #SIZE} bytes from {@link #ADDRESS} on. */
    static Vm nothing(DrmFile file, int... slots) {
        Vm vm = file.createVm(0);
        for (int slot : slots) {
            mapNothing(vm, ADDRESS + slot * SIZE, SIZE);
        }
        return vm;
    }

    static void mapNothing(Vm vm, long address, long size) {
        vm.bind(op -> op.set("op", MappingKind.NULL.operation())
                .set("flags", MappingKind.NULL.bindFlags())
                .set("addr", address)
                .set("range", size));
    }

    /** What VM_BIND says to a mapping of this kind with this PAT index. */
    static Outcome tryBind(MappingKind kind, int patIndex, DrmFile file) {
        Bo bo = kind == MappingKind.BUFFER ? file.createBo(SIZE) : null;
        try (Mapped mapped = prepare(kind, file, patIndex, bo)) {
            return mapped.tryBind();
        }
    }

    private static Mapped prepare(MappingKind kind, DrmFile file, int patIndex, @Nullable Bo bo) {
        NativeMemory memory = kind == MappingKind.USERPTR ? NativeMemory.allocate(file.kernel(), SIZE) : null;
        return new Mapped(file.createVm(kind.vmFlags()), kind, patIndex, bo, memory);
    }

    Outcome tryBind() {
        return vm.tryBind(request -> {
            request.set("bind.op", kind.operation())
                    .set("bind.flags", kind.bindFlags())
                    .set("bind.pat_index", patIndex)
                    .set("bind.addr", ADDRESS)
                    .set("bind.range", SIZE);
            if (bo != null) {
                request.set("bind.obj", bo.handle());
            } else if (memory != null) {
                request.set("bind.userptr", memory.address());
            }
        });
    }

    /** The buffer; only for {@link MappingKind#BUFFER}. */
    Bo buffer() {
        if (bo == null) {
            throw new IllegalStateException("a mapping of kind " + kind);
        }
        return bo;
    }

    /** Advice on the whole mapping that changes nothing. */
    GoodRequest advice(Advice advice) {
        return new GoodRequest(
                vm.file(),
                DRM_IOCTL_XE_MADVISE,
                request -> advice.fill(
                        request.set("vm_id", vm.id()).set("start", ADDRESS).set("range", SIZE), patIndex));
    }

    Outcome tryAtomic(int mode) {
        return advice(Advice.ATOMIC).with("atomic.val", mode);
    }

    Outcome tryPat(long index) {
        return advice(Advice.PAT).with("pat_index.val", index);
    }

    Outcome tryDontNeed() {
        return tryState(DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_DONTNEED, 0);
    }

    Outcome tryWillNeed() {
        return tryState(DrmXeMadvise.DRM_XE_VMA_PURGEABLE_STATE_WILLNEED, 0);
    }

    /** Advice about the purgeable state, with an address for the answer or 0. */
    Outcome tryState(int state, long retained) {
        return vm.tryMadvise(
                ADDRESS,
                SIZE,
                request -> Advice.PURGEABLE
                        .fill(request, 0)
                        .set("purge_state_val.val", state)
                        .set("purge_state_val.retained_ptr", retained));
    }

    /** Advice about the purgeable state with a cleared answer: what is there afterwards. */
    int retained(int state) {
        try (NativeMemory answer = NativeMemory.allocate(vm.file().kernel(), Integer.BYTES)) {
            assertThat(tryState(state, answer.address())).succeeds();
            return answer.segment().get(ValueLayout.JAVA_INT_UNALIGNED, 0);
        }
    }

    /** Maps the buffer a second time, far behind. */
    Outcome tryMapAgain(Vm other) {
        return other.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP)
                .set("bind.obj", buffer().handle())
                .set("bind.addr", ADDRESS + 16 * SIZE)
                .set("bind.range", SIZE));
    }

    Outcome tryPrefetch() {
        return vm.tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH)
                .set("bind.addr", ADDRESS)
                .set("bind.range", SIZE));
    }

    /** GEM_MMAP_OFFSET of the buffer. */
    Outcome tryOffset() {
        return vm.file().ioctl(DRM_IOCTL_XE_GEM_MMAP_OFFSET, request -> request.set("handle", buffer().handle()));
    }

    /** The attributes of the mapping, which has to be there as a whole. */
    StructView entry() {
        List<StructView> all = vm.memRanges();
        assertEqual("mappings of " + vm, 1, all.size());
        assertEqual("its start", ADDRESS, all.getFirst().get("start"));
        assertEqual("its end", END, all.getFirst().get("end"));
        return all.getFirst();
    }

    void shows(String attribute, long value) {
        assertEqual(attribute + " of the mapping", value, entry().get(attribute));
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
