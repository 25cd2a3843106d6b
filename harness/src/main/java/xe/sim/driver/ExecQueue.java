// SPDX-License-Identifier: MIT
package xe.sim.driver;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exec queue ({@code struct xe_exec_queue}): a context on an engine, or a queue for VM_BIND.
 */
public final class ExecQueue {
    private final XeFile file;
    private final XeVm vm;
    private final int engineClass;
    private final int width;
    private final AtomicInteger references = new AtomicInteger(1);

    private volatile @Nullable PreemptFence fence;
    private volatile boolean banned;

    /**
     * @param engineClass as in the UAPI; {@link EngineClass#VM_BIND} for a bind queue
     * @param width how many batches one EXEC has
     */
    ExecQueue(XeFile file, XeVm vm, int engineClass, int width) {
        this.file = file;
        this.vm = vm;
        this.engineClass = engineClass;
        this.width = width;
        file.hold();
        vm.hold();
    }

    public XeVm vm() {
        return vm;
    }

    public XeFile file() {
        return file;
    }

    /** The class number of the UAPI. */
    public int engineClass() {
        return engineClass;
    }

    /** Whether this is a queue for VM_BIND. */
    public boolean bind() {
        return engineClass == EngineClass.VM_BIND;
    }

    public int width() {
        return width;
    }

    /** Whether the queue was killed or reset. */
    public boolean banned() {
        return banned;
    }

    @Nullable
    PreemptFence fence() {
        return fence;
    }

    void setFence(@Nullable PreemptFence value) {
        fence = value;
    }

    /** Asks the queue off its engine and calls {@code done} when it is, or will never run again. */
    void suspend(Runnable done) {
        done.run();
    }

    /** Whether nothing is left to run. */
    public boolean isIdle() {
        return true;
    }

    /** Stops the queue for good; it stays registered with its VM. */
    public void ban() {
        banned = true;
    }

    /** {@code xe_exec_queue_kill()}: stops the queue and takes it off its VM's list. */
    void kill() {
        ban();
        if (vm.preemptFenceMode()) {
            vm.removeQueue(this);
        }
    }

    /** Takes a reference. */
    public void hold() {
        references.incrementAndGet();
    }

    /** Drops a reference; the last one takes the queue apart on a workqueue. */
    public void drop() {
        if (references.decrementAndGet() == 0) {
            vm.device().teardown().queue(() -> {
                vm.drop();
                file.drop();
            });
        }
    }
}
