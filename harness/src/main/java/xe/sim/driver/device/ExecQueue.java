// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.RebindDefect.RBW_033_FAULT_KILLS_THE_VM;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.profile.EngineClass;
import xe.sim.driver.profile.Gt;
import xe.sim.drm.DmaFence;
import xe.sim.gpu.ContextOwner;
import xe.sim.gpu.Engine;
import xe.sim.gpu.GpuContext;
import xe.sim.gpu.GpuFault;
import xe.sim.os.KernelLog;

/**
 * An exec queue ({@code struct xe_exec_queue}): a context on an engine, or a queue for VM_BIND.
 */
public final class ExecQueue implements ContextOwner {
    private final XeFile file;
    private final XeVm vm;
    private final int engineClass;
    private final int width;
    private final @Nullable GpuContext context;
    private final AtomicInteger references = new AtomicInteger(1);

    private volatile @Nullable QueueGroup group;
    private volatile boolean primary;
    private volatile long priority = 1;
    private volatile @Nullable PreemptFence fence;
    private volatile boolean banned;
    private volatile DmaFence lastFence = DmaFence.done();
    private volatile @Nullable MemoryRegion contexts;

    /**
     * @param engineClass as in the UAPI; {@link EngineClass#VM_BIND} for a bind queue
     * @param width how many batches one EXEC has
     * @param engine where it runs, null for a bind queue
     */
    public ExecQueue(XeFile file, XeVm vm, int engineClass, int width, @Nullable Engine engine) {
        this.file = file;
        this.vm = vm;
        this.engineClass = engineClass;
        this.width = width;
        this.context =
                engine == null ? null : new GpuContext(engine, vm.mappings().space(), this);
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
        return context == null;
    }

    public int width() {
        return width;
    }

    /** The context on the engine; null for a bind queue. */
    public @Nullable GpuContext context() {
        return context;
    }

    /** Whether the queue was killed or reset, or the primary of its group was ({@code reset_status}). */
    public boolean banned() {
        return banned || orphaned();
    }

    /** Whether the primary of the queue's group was killed. */
    public boolean orphaned() {
        QueueGroup own = group;
        return own != null && own.ended();
    }

    /** The group that the queue is in. */
    public @Nullable QueueGroup group() {
        return group;
    }

    /** Whether the queue founded its group. */
    public boolean primary() {
        return primary;
    }

    /** Stores the priority in the group; whether the queue had it. */
    public boolean takePriority(long value) {
        boolean same = priority == value;
        priority = value;
        return same;
    }

    /** Puts a new queue into a group. */
    public void setGroup(QueueGroup value, boolean founder) {
        primary = founder;
        group = value;
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
        if (context == null) {
            done.run();
        } else {
            context.suspend(done);
        }
    }

    /** Lets a suspended queue run again. */
    void resume() {
        if (context != null) {
            context.resume();
        }
    }

    /** Whether nothing is left to run. */
    public boolean isIdle() {
        return context == null || context.isIdle();
    }

    /** Stops the queue for good; it stays registered with its VM. */
    public void ban() {
        banned = true;
        QueueGroup own = group;
        if (own != null && primary) {
            own.end();
        }
        if (context != null) {
            context.kill();
        }
        vm.device().userFences().wakeAll();
    }

    /** {@code xe_exec_queue_kill()}: stops the queue and takes it off its VM's list. */
    public void kill() {
        QueueGroup own = group;
        if (own != null && !primary) {
            own.leave();
        }
        ban();
        vm.preemption().remove(this);
    }

    @Override
    public boolean pageFault(GpuFault fault) {
        return PageFaults.handle(this, fault);
    }

    /** The firmware stopped the queue; the VM is unharmed and there is no event (SUB-05). */
    @Override
    public void reset(Reset reason) {
        banned = true;
        XeDevice device = vm.device();
        if (device.has(RBW_033_FAULT_KILLS_THE_VM)) {
            vm.kill();
        }
        String text = reason == Reset.ENGINE_RESET ? "Engine reset" : "Engine memory CAT error";
        device.log().printk(KernelLog.NOTICE, text + ": engine_class=" + engineClass);
        device.userFences().wakeAll();
    }

    @Override
    public void interrupt() {
        vm.device().userFences().wakeAll();
    }

    /** The fence of the last job; signalled if there was none. */
    public DmaFence lastFence() {
        return lastFence;
    }

    public void setLastFence(DmaFence value) {
        lastFence = value;
    }

    /** Takes memory for the contexts, one for each batch of an EXEC, for as long as the queue lives: whether there was any. */
    public boolean pinContexts() {
        DeviceMemory memory = vm.device().memory();
        Gt gt = vm.device().engines().gtOf(this);
        MemoryRegion region = memory.contexts(gt == null ? 0 : gt.tile());
        if (memory.pinContexts(region, width)) {
            contexts = region;
            return true;
        }
        return false;
    }

    private void unpinContexts() {
        MemoryRegion region = contexts;
        if (region != null && !vm.device().has(ExhaustionDefect.RBW_044_CONTEXTS_LEAK)) {
            vm.device().memory().unpinContexts(region, width);
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
                unpinContexts();
                vm.drop();
                file.drop();
            });
        }
    }
}
