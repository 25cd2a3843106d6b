// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EINTR;

import xe.sim.os.Iovec;
import xe.sim.os.OpenFile;

/**
 * An open DRM node ({@code struct drm_file}) with its GEM handles.
 */
public abstract class DrmFile extends OpenFile {
    private final DrmDevice device;
    private final DrmNode node;
    private final IdTable<GemObject> handles = new IdTable<>();
    private final IdTable<Syncobj> syncobjs = new IdTable<>();
    private volatile boolean master;

    /** @param flags those of open(2) */
    protected DrmFile(DrmDevice device, DrmNode node, int flags) {
        super(flags);
        this.device = device;
        this.node = node;
    }

    public DrmDevice device() {
        return device;
    }

    public DrmNode node() {
        return node;
    }

    /** GEM handles, the lowest free number from 1. The table owns one reference per handle. */
    public IdTable<GemObject> handles() {
        return handles;
    }

    /** Sync objects, the lowest free number from 1. */
    public IdTable<Syncobj> syncobjs() {
        return syncobjs;
    }

    boolean master() {
        return master;
    }

    void setMaster(boolean value) {
        master = value;
    }

    @Override
    public long ioctl(int request, long argument) {
        return device.ioctl(this, request, argument);
    }

    /** Only classic DRM events make the node readable, and this driver sends none (EVT-027). */
    @Override
    public int poll() {
        return 0;
    }

    /** Waits for a classic DRM event, which never comes. */
    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        if (noWait || nonBlocking()) {
            return EAGAIN.negated();
        }
        boolean came = waiters().await(() -> false);
        return came ? 0 : EINTR.negated();
    }

    /** Drops what the file owns in the core; a driver's override calls this last. */
    @Override
    protected void release() {
        device.closed(this);
        handles.removeAll().forEach(GemObject::put);
    }
}
