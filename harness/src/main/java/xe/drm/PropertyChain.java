// SPDX-License-Identifier: MIT
package xe.drm;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.StructView;

/**
 * A chain of extensions that each set one property. Never changes; each method returns a new one.
 */
public final class PropertyChain {
    /** A node of {@link DrmXeExtSetProperty#STRUCT}, in bytes. */
    public static final int NODE_SIZE = DrmXeExtSetProperty.STRUCT.size();

    private final List<Property> properties;

    private record Property(int number, long value) {}

    private PropertyChain(List<Property> properties) {
        this.properties = List.copyOf(properties);
    }

    public static PropertyChain of(int property, long value) {
        return new PropertyChain(List.of(new Property(property, value)));
    }

    /** With one more node at the end, even if the property is there. */
    public PropertyChain and(int property, long value) {
        List<Property> longer = new ArrayList<>(properties);
        longer.add(new Property(property, value));
        return new PropertyChain(longer);
    }

    /** With this value of the property alone, at the end of the chain. */
    public PropertyChain with(int property, long value) {
        return without(property).and(property, value);
    }

    public PropertyChain without(int property) {
        return new PropertyChain(
                properties.stream().filter(known -> known.number != property).toList());
    }

    /** The nodes in memory, one behind the other; whoever asks for them closes them. */
    public NativeMemory write(Kernel kernel) {
        NativeMemory memory = NativeMemory.allocate(kernel, size());
        writeTo(memory.segment());
        return memory;
    }

    /** Of all nodes, in bytes. */
    long size() {
        return (long) properties.size() * NODE_SIZE;
    }

    /** Writes the nodes to native memory of {@link #size} bytes, one behind the other. */
    void writeTo(MemorySegment memory) {
        for (int i = 0; i < properties.size(); i++) {
            boolean last = i == properties.size() - 1;
            node(memory, i)
                    .set("base.next_extension", last ? 0 : memory.address() + (i + 1L) * NODE_SIZE)
                    .set("property", properties.get(i).number)
                    .set("value", properties.get(i).value);
        }
    }

    /** One of the nodes that {@link #write} made. */
    public static StructView node(NativeMemory memory, int index) {
        return node(memory.segment(), index);
    }

    private static StructView node(MemorySegment memory, int index) {
        return new StructView(DrmXeExtSetProperty.STRUCT, memory.asSlice((long) index * NODE_SIZE, NODE_SIZE));
    }

    /** Numbers and values, such as {@code 2=0x1, 3=0x5}. */
    @Override
    public String toString() {
        return properties.stream()
                .map(property -> Integer.toUnsignedString(property.number) + "=0x" + Long.toHexString(property.value))
                .collect(Collectors.joining(", "));
    }
}
