// SPDX-License-Identifier: MIT
package xe.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Vm;
import xe.kernel.Scratch;
import xe.uapi.DrmXeEngineClassInstance;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/**
 * The array of engines that EXEC_QUEUE_CREATE takes.
 *
 * @param width how many engines a job uses at once
 * @param engines entry by entry
 * @param pad what stands behind each entry
 */
record Placements(int width, List<Engine> engines, int pad) {
    static final int BIND_CLASS = DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_VM_BIND;

    static Placements of(int width, Engine... engines) {
        return new Placements(width, List.of(engines), 0);
    }

    /** A bind queue by an entry on this GT. */
    static Placements bind(int gt) {
        return of(1, new Engine(BIND_CLASS, 0, gt));
    }

    Outcome create(Vm vm) {
        return create(vm, request -> {});
    }

    /** A queue of the VM, with fields of the request changed. */
    Outcome create(Vm vm, Consumer<StructView> change) {
        int size = DrmXeEngineClassInstance.STRUCT.size();
        try (Scratch memory = Scratch.borrow((long) size * engines.size())) {
            for (int i = 0; i < engines.size(); i++) {
                Engine engine = engines.get(i);
                new StructView(DrmXeEngineClassInstance.STRUCT, memory.segment().asSlice((long) i * size, size))
                        .set("engine_class", engine.engineClass())
                        .set("engine_instance", engine.instance())
                        .set("gt_id", engine.gtId())
                        .set("pad", pad);
            }
            return vm.file()
                    .ioctl(
                            DrmXeExecQueueCreate.DRM_IOCTL_XE_EXEC_QUEUE_CREATE,
                            request -> change.accept(request.set("width", width)
                                    .set("num_placements", engines.size() / width)
                                    .set("vm_id", vm.id())
                                    .set("instances", memory.address())));
        }
    }

    /** The first two engines of one class and GT; {@code classes} has one bit for each class that will do. */
    static List<Engine> two(DrmFile file, int classes) {
        List<Engine> all = file.device().facts().engines();
        for (Engine first : all) {
            List<Engine> same = new ArrayList<>(all);
            same.removeIf(engine -> engine.engineClass() != first.engineClass() || engine.gtId() != first.gtId());
            if ((classes >> first.engineClass() & 1) != 0 && same.size() > 1) {
                return same.subList(0, 2);
            }
        }
        throw new IllegalStateException("no two engines of one class");
    }
}
