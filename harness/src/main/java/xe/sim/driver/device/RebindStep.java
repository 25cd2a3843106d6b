// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

/** How far a run of the rebind worker has got, where a fault attribute can be looked at. */
enum RebindStep {
    /** Before the pages of userptrs are pinned and before the test for idle queues. */
    BEGUN,
    /** All queues are off the GPU. */
    FENCES_DONE,
    /** The mappings are written; new fences are not armed yet. */
    REBOUND,
    /** Nowhere. */
    NEVER
}
