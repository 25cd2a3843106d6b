// SPDX-License-Identifier: MIT
package xe.drm;

import xe.kernel.Abi;
import xe.kernel.SyscallResult;
import xe.uapi.Outcome;

/**
 * The device node under test, which can be opened any number of times.
 */
public final class RenderNode {
    private final Device device;

    public RenderNode(Device device) {
        this.device = device;
    }

    public Device device() {
        return device;
    }

    public String path() {
        return device.path();
    }

    /** A new open file, which the caller closes. */
    public DrmFile open() {
        return open(Abi.O_RDWR | Abi.O_CLOEXEC);
    }

    public DrmFile open(int flags) {
        return new DrmFile(device, tryOpenFd(flags).intOrThrow("open " + path()));
    }

    /** open(2) with any flags; closes the descriptor again if there is one. */
    public Outcome tryOpen(int flags) {
        SyscallResult fd = tryOpenFd(flags);
        if (!fd.failed()) {
            device.kernel().close((int) fd.raw()).ignore();
        }
        return Outcome.of("open(" + path() + ", 0x" + Integer.toHexString(flags) + ")", fd);
    }

    private SyscallResult tryOpenFd(int flags) {
        return device.kernel().open(path(), flags, 0);
    }
}
