// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import xe.kernel.Abi;
import xe.kernel.Deadline;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.kernel.Wait;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;
import xe.watch.Notification;
import xe.watch.NotificationPipe;

/**
 * A job that runs until it is told to end, can be preempted at any time, and shows that it goes on.
 *
 * <p>Its batch stores a start mark, then makes up to {@link #MAX_STEPS} steps: each waits for a counter in memory to reach the step's
 * number and stores that number. Batch and memory are pages of this process, bound as userptr. The same commands run on hardware.
 *
 * <p>One thread drives a job. Closing it lets it end, destroys its queue and frees its memory.
 */
public final class LongRunningJob implements AutoCloseable {
    /** How often {@link #step} can be called. */
    public static final int MAX_STEPS = 64;

    private static final VarHandle DWORD = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle QWORD = ValueLayout.JAVA_LONG.varHandle();

    /** Enough for the end of any job that runs; what cannot run does not touch its memory either. */
    private static final Duration LAST_STEPS = Duration.ofMillis(10);

    private static final long BASE = 0x4000_0000L;
    private static final long STRIDE = 0x10_0000L;
    private static final long TRIGGER = 0x8_0000L;
    private static final long DATA = Abi.PAGE_SIZE;
    private static final long STARTED = DATA;
    private static final long ECHO = DATA + 8;
    private static final long GATE = DATA + 16;
    private static final long END = DATA + 24;
    private static final long STARTED_VALUE = 1;
    private static final long END_VALUE = 0xe0d;

    private final ExecQueue queue;
    private final NativeMemory memory;
    private final NativeMemory page;
    private final List<NativeMemory> gone = new ArrayList<>();
    private final long address;
    private int steps;

    private LongRunningJob(ExecQueue queue) {
        Vm vm = queue.vm();
        this.queue = queue;
        this.address = BASE + STRIDE * queue.id();
        this.memory = NativeMemory.allocate(vm.file().kernel(), 2 * Abi.PAGE_SIZE);
        this.page = NativeMemory.allocate(vm.file().kernel(), Abi.PAGE_SIZE);
        batch().writeTo(memory.segment());
        vm.bindUserptr(memory.address(), memory.size(), address);
        vm.bindUserptr(page.address(), page.size(), address + TRIGGER);
    }

    private Batch batch() {
        Batch batch = new Batch().storeQword(address + STARTED, STARTED_VALUE);
        for (int step = 1; step <= MAX_STEPS; step++) {
            batch.arbCheck().waitUntilAtLeast(address + GATE, step).store(address + ECHO, step);
        }
        return batch.end();
    }

    /** Starts a job on a new queue of {@code vm}, an LR VM, and waits until it runs. */
    public static LongRunningJob start(Vm vm) {
        return start(vm.createQueue());
    }

    /** Starts a job on a queue, which the job then owns, and waits until it runs. */
    public static LongRunningJob start(ExecQueue queue) {
        LongRunningJob job = new LongRunningJob(queue);
        queue.exec(job.address, job.address + END, END_VALUE);
        job.awaitStarted();
        return job;
    }

    public ExecQueue queue() {
        return queue;
    }

    /** Waits until the job has stored its start mark. */
    public void awaitStarted() {
        require("start", STARTED, STARTED_VALUE);
    }

    /** Lets the job make one step and waits until it has made it: shows that the job runs. */
    public void step() {
        letStep();
        require("make step " + steps, ECHO, steps);
    }

    /** Lets the job make one step; whether it has made it within the time. A job that is paused makes it when it runs again. */
    public boolean tryStep(Duration within) {
        return tryStep(Deadline.of(within));
    }

    /** {@link #tryStep(Duration)} until a deadline. */
    public boolean tryStep(Deadline deadline) {
        letStep();
        return hasCaughtUp(deadline);
    }

    /** Lets the job make one step, without waiting. */
    public void letStep() {
        if (steps == MAX_STEPS) {
            throw new IllegalStateException("the job has no steps left");
        }
        steps++;
        DWORD.setVolatile(memory.segment(), GATE, steps);
    }

    /** Whether the job has made every step that it was let. */
    public boolean hasCaughtUp() {
        return progress() == steps;
    }

    private boolean hasCaughtUp(Deadline deadline) {
        return await(ECHO, steps, deadline.begin("a step of the job"));
    }

    /**
     * Lets the job make one step, and waits for that or for a record on {@code pipe}, whichever comes first: what a run of the rebind
     * worker leads to.
     *
     * @return the record; empty if the job made its step
     */
    public Optional<Notification> stepOrEvent(NotificationPipe pipe) {
        letStep();
        Wait wait = queue.vm().file().device().deadline().begin("a step of the job, or an event");
        do {
            Optional<Notification> event = pipe.nextNow();
            if (event.isPresent()) {
                return event;
            }
            if (hasCaughtUp()) {
                return pipe.nextNow(); // a failed run posts before a later one can resume the job
            }
            wait.pause();
        } while (wait.goesOn());
        throw new IllegalStateException("neither a step of the job nor an event within " + wait.spent());
    }

    /** Submits the job's batch once more, behind the run that is under way. */
    public Outcome tryResubmit() {
        return queue.tryExec(address, address + END, END_VALUE);
    }

    /** How many steps the job has made. */
    public int progress() {
        return (int) DWORD.getVolatile(memory.segment(), ECHO);
    }

    /** Lets the job run to its end and waits for it. */
    public void finish() {
        letEnd();
        require("end", END, END_VALUE);
    }

    /** Lets the job run to its end, without waiting. */
    public void letEnd() {
        DWORD.setVolatile(memory.segment(), GATE, MAX_STEPS);
    }

    /**
     * Waits for the end of the job in the kernel: WAIT_USER_FENCE with the job's queue. ETIME while it runs or is paused, EIO once
     * it was killed.
     */
    public Outcome tryAwaitEnd(Duration within) {
        return UserFence.tryAwaitOnce(
                queue.vm().file(),
                memory.address() + END,
                END_VALUE,
                request -> request.set("timeout", within.toNanos()).set("exec_queue_id", queue.id()));
    }

    /** {@link #tryAwaitEnd(Duration)} until a deadline. */
    public Outcome tryAwaitEnd(Deadline deadline) {
        return UserFence.tryAwait(
                queue.vm().file(),
                memory.address() + END,
                END_VALUE,
                deadline.begin("the end of the job"),
                request -> request.set("exec_queue_id", queue.id()));
    }

    /** Whether the job has ended by itself. */
    public boolean hasEnded() {
        return (long) QWORD.getVolatile(memory.segment(), END) == END_VALUE;
    }

    /**
     * Makes a page of the process that the VM has bound unreadable: the driver must preempt the job, and its rebind worker runs. The page
     * is then gone for it, so it has nothing to write, and an error of that run is the last word (FLT-032, RBW-032).
     */
    public void triggerPreemption() {
        NativeMemory page = NativeMemory.allocate(queue.vm().file().kernel(), Abi.PAGE_SIZE);
        gone.add(page);
        queue.vm().bindUserptr(page.address(), page.size(), address + TRIGGER + gone.size() * Abi.PAGE_SIZE);
        page.makeUnreadable();
    }

    /**
     * Replaces a page of the process that the VM has bound: the driver must preempt the job, and its rebind worker runs and maps the new
     * page. Having written a mapping, the worker queues itself once more (RBW-032).
     */
    public void replacePage() {
        page.replace();
    }

    /**
     * Takes the write permission from a page of the process that the VM has bound. It can't be pinned again, so the run of the rebind
     * worker that follows ends with EPERM and kills the VM, and the job with it (RBW-031).
     */
    public void revokeWrite() {
        page.makeReadOnly();
    }

    /** Else a rebind worker, if the VM lives on, would pin whatever memory comes to these addresses next. */
    private void forgetPages() {
        if ((queue.vm().flags() & VmFlags.FAULT_MODE) == 0) {
            queue.vm()
                    .tryBind(request -> request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_UNMAP)
                            .set("bind.addr", address)
                            .set("bind.range", STRIDE))
                    .ignore();
        }
    }

    /** Stores of a batch wake nobody, so the kernel waits in short slices. */
    private boolean await(long offset, long value, Wait wait) {
        while ((long) QWORD.getVolatile(memory.segment(), offset) != value) {
            if (!wait.goesOn()) {
                return false;
            }
            long sliceNs = wait.sliceNs();
            Outcome waited = UserFence.tryAwaitOnce(
                    queue.vm().file(), memory.address() + offset, value, request -> request.set("timeout", sliceNs));
            if (waited.failed() && waited.errno() != Errno.ETIME) {
                waited.orThrow();
            }
        }
        return true;
    }

    private void require(String what, long offset, long value) {
        Wait wait = queue.vm().file().device().deadline().begin("a job to " + what);
        if (!await(offset, value, wait)) {
            throw new IllegalStateException("the job did not " + what + " within " + wait.spent());
        }
    }

    /**
     * Lets the job end, also a paused one, before its memory goes: for a queue that is destroyed under a running job the driver lets go
     * of the memory first and takes the job off the GPU later (BUG-17).
     */
    @Override
    public void close() {
        letEnd();
        if (!hasEnded()) {
            queue.vm().tryRestart().ignore();
            tryAwaitEnd(LAST_STEPS).ignore();
        }
        queue.tryDestroy().ignore();
        forgetPages();
        gone.forEach(NativeMemory::close);
        page.close();
        memory.close();
    }
}
