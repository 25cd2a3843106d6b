// SPDX-License-Identifier: MIT
package xe.sim.drm;

import xe.sim.os.OpenFile;

/**
 * A buffer object as a descriptor ({@code struct dma_buf}). It keeps the object alive.
 */
final class DmaBuf extends OpenFile {
    private final GemObject object;

    /** @param flags the access mode of open(2) */
    DmaBuf(GemObject object, int flags) {
        super(flags);
        this.object = object;
        object.get();
    }

    GemObject object() {
        return object;
    }

    @Override
    protected String anonymousName() {
        return "/dmabuf:";
    }

    @Override
    protected void release() {
        object.exportEnds();
        object.put();
    }
}
