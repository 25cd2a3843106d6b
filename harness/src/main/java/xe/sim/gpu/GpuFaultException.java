// SPDX-License-Identifier: MIT
package xe.sim.gpu;

/**
 * An access that ended in a page fault. Without a stack trace: faults are ordinary.
 */
public final class GpuFaultException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient GpuFault fault;

    GpuFaultException(GpuFault fault) {
        super(fault.toString(), null, false, false);
        this.fault = fault;
    }

    public GpuFault fault() {
        return fault;
    }
}
