// SPDX-License-Identifier: MIT
package xe.sim.drm;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A buffer object that handles, bindings and mappings refer to ({@code struct drm_gem_object}).
 */
public abstract class GemObject {
    private final AtomicInteger references = new AtomicInteger(1);

    /** Takes a reference. */
    public final void get() {
        references.incrementAndGet();
    }

    /** Takes a reference unless the last one is gone. */
    public final boolean tryGet() {
        return references.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0;
    }

    /** Drops a reference; the last one frees the object. */
    public final void put() {
        if (references.decrementAndGet() == 0) {
            free();
        }
    }

    /** Whether more than one handle, binding or mapping refers to it. */
    final boolean shared() {
        return references.get() > 1;
    }

    /** What a dma-buf of it is a dma-buf of: itself, unless it was imported from elsewhere. */
    protected GemObject origin() {
        return this;
    }

    /** Allows a dma-buf of the object: 0 or a negated errno. */
    protected abstract long export();

    /** A dma-buf that {@link #export} allowed is gone. */
    protected abstract void exportEnds();

    /** The last reference is gone. */
    protected abstract void free();
}
