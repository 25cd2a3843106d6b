// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.BindDefect.SYN_027_USER_FENCE_NOT_WRITTEN;

/**
 * Eight bytes of the process that VM_BIND sets when the bind is done ({@code struct xe_user_fence}).
 */
public final class UserFence {
    private final XeDevice device;
    private final long address;
    private final long value;
    private volatile boolean signalled;

    public UserFence(XeDevice device, long address, long value) {
        this.device = device;
        this.address = address;
        this.value = value;
    }

    /** Whether the value was written. */
    public boolean signalled() {
        return signalled;
    }

    /**
     * Writes the value from a workqueue, then wakes the waiters (SYN-027). It counts as signalled before the value can be
     * seen, as in {@code user_fence_worker()} of 7.3-rc7: who polls the memory can unmap at once, without EBUSY.
     */
    public void signal() {
        device.teardown().queue(() -> {
            signalled = true;
            if (!device.has(SYN_027_USER_FENCE_NOT_WRITTEN)) {
                device.machine().memory().putLong(address, value);
            }
            if (!device.has(BindDefect.WUF_031_BIND_DOES_NOT_WAKE)) {
                device.userFences().wakeAll();
            }
        });
    }
}
