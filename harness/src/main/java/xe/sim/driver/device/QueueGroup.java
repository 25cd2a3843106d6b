// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.QueueGroupDefect.EQX_058_GROUP_NOT_LIMITED;
import static xe.sim.driver.device.QueueGroupDefect.EQX_058_SLOTS_GIVEN_BACK;

/**
 * Queues that the firmware schedules as one ({@code struct xe_exec_queue_group}): a primary, with which the group ends, and
 * secondaries.
 */
public final class QueueGroup {
    private static final int SIZE = 64;

    private final XeVm vm;
    private final int placements;

    private int slots = 1;
    private volatile boolean ended;

    /**
     * A group of its primary.
     *
     * @param placements one bit for each instance of an engine that the primary may run on
     */
    public QueueGroup(XeVm vm, int placements) {
        this.vm = vm;
        this.placements = placements;
    }

    public XeVm vm() {
        return vm;
    }

    public int placements() {
        return placements;
    }

    /** Takes a slot for a secondary; false if there is none. */
    public synchronized boolean join() {
        if (slots == SIZE && !vm.device().has(EQX_058_GROUP_NOT_LIMITED)) {
            return false;
        }
        slots++;
        return true;
    }

    /** A secondary was destroyed, which leaves its slot taken (EQX-058). */
    synchronized void leave() {
        if (vm.device().has(EQX_058_SLOTS_GIVEN_BACK)) {
            slots--;
        }
    }

    /** Whether the primary was killed. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
