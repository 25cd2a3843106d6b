// SPDX-License-Identifier: MIT
package xe.sim.driver.queue;

import org.jspecify.annotations.Nullable;
import xe.sim.driver.device.ExecQueue;
import xe.sim.driver.device.QueueGroup;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.profile.EngineClass;
import xe.sim.gpu.Engine;

/**
 * A queue that is being made, and what its chain of extensions has said of its group so far.
 */
final class NewQueue {
    private final XeFile file;
    private final XeVm vm;
    private final Place place;

    private @Nullable QueueGroup group;
    private boolean primary;

    /**
     * Where a queue runs.
     *
     * @param placements one bit for each instance of an engine that it may run on
     * @param engine null for a bind queue
     */
    record Place(
            int engineClass,
            int width,
            int placements,
            @Nullable Engine engine) {}

    NewQueue(XeFile file, XeVm vm, Place place) {
        this.file = file;
        this.vm = vm;
        this.place = place;
    }

    XeFile file() {
        return file;
    }

    XeVm vm() {
        return vm;
    }

    int engineClass() {
        return place.engineClass;
    }

    int width() {
        return place.width;
    }

    int placements() {
        return place.placements;
    }

    boolean bind() {
        return place.engineClass == EngineClass.VM_BIND;
    }

    boolean grouped() {
        return group != null;
    }

    boolean secondary() {
        return group != null && !primary;
    }

    void found() {
        group = new QueueGroup(vm, place.placements);
        primary = true;
    }

    void join(QueueGroup of) {
        group = of;
        primary = false;
    }

    /** The queue; null if its group is full. */
    @Nullable
    ExecQueue make() {
        if (group != null && !primary && !group.join()) {
            return null;
        }
        ExecQueue queue = new ExecQueue(file, vm, place.engineClass, place.width, place.engine);
        if (group != null) {
            queue.setGroup(group, primary);
        }
        return queue;
    }
}
