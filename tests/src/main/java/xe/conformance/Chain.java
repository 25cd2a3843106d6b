// SPDX-License-Identifier: MIT
package xe.conformance;

import xe.drm.DrmFile;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.StructView;

/**
 * A chain of extensions, each of which sets a property.
 *
 * @param memory the nodes, one behind the other
 */
record Chain(NativeMemory memory) implements AutoCloseable {
    private static final int NODE = DrmXeExtSetProperty.STRUCT.size();

    /** @param propertiesAndValues a property, its value, the next property and so on */
    static Chain of(DrmFile file, long... propertiesAndValues) {
        int nodes = propertiesAndValues.length / 2;
        Chain chain = new Chain(NativeMemory.allocate(file.kernel(), (long) nodes * NODE));
        for (int i = 0; i < nodes; i++) {
            chain.node(i).set("property", propertiesAndValues[2 * i]).set("value", propertiesAndValues[2 * i + 1]);
            if (i + 1 < nodes) {
                chain.node(i).set("base.next_extension", chain.address() + (long) (i + 1) * NODE);
            }
        }
        return chain;
    }

    StructView node(int index) {
        return new StructView(DrmXeExtSetProperty.STRUCT, memory.segment().asSlice((long) index * NODE, NODE));
    }

    long address() {
        return memory.address();
    }

    @Override
    public void close() {
        memory.close();
    }
}
