// SPDX-License-Identifier: MIT
package xe.sim.gpu;

/**
 * The driver's side of a context: what the hardware and its firmware tell it. Called on the streamer's thread, with no lock
 * of the GPU held.
 */
public interface ContextOwner {
    /** Why a context was stopped for good. */
    enum Reset {
        /** The preemption time-out ran out, or the streamer met a command that it does not know. */
        ENGINE_RESET,
        /** An access failed and the driver could not, or would not, resolve it. */
        MEMORY_CAT_ERROR
    }

    /** Resolves a page fault: true if the access is to be tried again, false for a nack. */
    boolean pageFault(GpuFault fault);

    /** The context runs no more. It was not the driver that killed it. */
    void reset(Reset reason);

    /** A job has finished; the next {@link GpuContext#isIdle} may answer something new. */
    void interrupt();
}
