// SPDX-License-Identifier: MIT
package xe.drm;

/**
 * A round trip to the device that changes nothing for others: on an open file of its own, for which nobody's rebind worker runs.
 */
public final class Echo {
    private Echo() {}

    /** Has the device execute a batch that does nothing. */
    public static void ofJob(Device device) {
        try (DrmFile file = new RenderNode(device).open()) {
            ShortJob.run(file.createVm(0), new Batch().end());
        }
    }

    /** Has the driver make a VM and a queue, which calls no function that a rebind worker calls: an injected fault stays for it. */
    public static void ofDriver(Device device) {
        try (DrmFile file = new RenderNode(device).open()) {
            file.createVm(0).createQueue().destroy();
        }
    }
}
