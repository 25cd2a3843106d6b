// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import xe.uapi.StructView;

/**
 * The code behind one xe ioctl.
 */
@FunctionalInterface
public interface IoctlHandler {
    /**
     * Runs on the kernel's copy of the argument, zero-extended to the whole struct.
     *
     * @return a value or a negated errno
     */
    long handle(XeFile file, StructView args);
}
