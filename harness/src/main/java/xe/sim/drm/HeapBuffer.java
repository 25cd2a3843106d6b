// SPDX-License-Identifier: MIT
package xe.sim.drm;

import xe.sim.os.SharedMemory;

/** Memory of no device that was made to be shared: what a driver imports. */
public final class HeapBuffer extends GemObject {
    private final SharedMemory memory;
    private final long size;

    HeapBuffer(long size) {
        this(SharedMemory.allocate(size), size);
    }

    /** @param memory becomes the buffer's own */
    HeapBuffer(SharedMemory memory, long size) {
        this.memory = memory;
        this.size = size;
    }

    public long size() {
        return size;
    }

    public SharedMemory memory() {
        return memory;
    }

    @Override
    protected long export() {
        return 0;
    }

    @Override
    protected void exportEnds() {}

    @Override
    protected void free() {
        memory.close();
    }
}
