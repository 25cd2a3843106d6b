// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.sim.driver.device.PurgeDefect.MAD_060_ONE_MAPPING_DECIDES;
import static xe.sim.driver.device.PurgeDefect.MAD_062_ADVICE_IS_FINAL;
import static xe.sim.driver.device.PurgeDefect.MAD_063_LAST_UNMAP_RESTORES;

import xe.sim.os.Defect;

/**
 * Whether the kernel may take the content of a buffer: only while it has mappings, and none of them needs it
 * ({@code xe_bo.purgeable}).
 */
public final class PurgeState {
    private enum State {
        NEEDED,
        DONT_NEED,
        /** For good. */
        PURGED
    }

    private final XeDevice device;
    private int mappings;
    private int needs;
    private State state = State.NEEDED;

    PurgeState(XeDevice device) {
        this.device = device;
    }

    /** A mapping was made. */
    synchronized void mapped(boolean dontNeed) {
        mappings++;
        if (!dontNeed) {
            need();
        }
    }

    /** A mapping is gone. The last one leaves the state as it is (MAD-063). */
    synchronized void unmapped(boolean dontNeed) {
        mappings--;
        if (!dontNeed) {
            release();
        }
        if (mappings == 0 && state == State.DONT_NEED && device.has(MAD_063_LAST_UNMAP_RESTORES)) {
            state = State.NEEDED;
        }
    }

    /** {@code xe_bo_willneed_get_locked()}. */
    synchronized void need() {
        needs++;
        if (needs == 1 && state == State.DONT_NEED && !device.has(MAD_062_ADVICE_IS_FINAL)) {
            state = State.NEEDED;
        }
    }

    /** {@code xe_bo_willneed_put_locked()}. */
    synchronized void release() {
        needs--;
        boolean unneeded = needs == 0 || device.has(MAD_060_ONE_MAPPING_DECIDES);
        if (unneeded && mappings > 0 && state == State.NEEDED) {
            state = State.DONT_NEED; // MAD-060
        }
    }

    /** The shrinker wants memory: whether the content is gone now and was not before. */
    synchronized boolean purge() {
        if (state != State.DONT_NEED) {
            return false;
        }
        state = State.PURGED;
        return true;
    }

    public synchronized boolean needed() {
        return state == State.NEEDED;
    }

    public synchronized boolean purged() {
        return state == State.PURGED;
    }

    /**
     * Why the buffer cannot be mapped, by a VM or the process: 0, EBUSY or, once purged, EINVAL.
     *
     * @param unnoticed the bug not to notice DONTNEED
     * @param unaware the bug not to tell a purged buffer from one that could be
     */
    public synchronized long refusal(Defect unnoticed, Defect unaware) {
        return switch (state) {
            case NEEDED -> 0;
            case DONT_NEED -> device.has(unnoticed) ? 0 : EBUSY.negated();
            case PURGED -> device.has(unaware) ? EBUSY.negated() : EINVAL.negated();
        };
    }
}
