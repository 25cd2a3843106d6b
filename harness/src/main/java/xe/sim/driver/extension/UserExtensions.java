// SPDX-License-Identifier: MIT
package xe.sim.driver.extension;

import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import xe.sim.driver.device.XeDevice;
import xe.sim.os.UserMemory;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.DrmXeUserExtension;
import xe.uapi.StructView;

/**
 * The walk along a chain of extensions, all of them "set property".
 */
public final class UserExtensions {
    /** What most chains may have. */
    public static final int MAX_EXTENSIONS = 16;

    /** What a property means. */
    @FunctionalInterface
    public interface Property {
        /** 0 or a negated errno. */
        long set(int property, long value);
    }

    private UserExtensions() {}

    /** Calls {@code handler} node by node, if there are any; 0 or the first negated errno. */
    public static long walk(XeDevice device, long address, Property handler) {
        return address == 0 ? 0 : walkFrom(device, address, MAX_EXTENSIONS, handler);
    }

    /** {@link #walk} of a chain that must have a node, and at most {@code most}. */
    public static long walkFrom(XeDevice device, long address, int most, Property handler) {
        int limit = most;
        if (most == MAX_EXTENSIONS) {
            limit += device.has(ExtensionDefect.EXT_003_LIMIT_IS_17) ? 1 : 0;
            limit -= device.has(ExtensionDefect.EXT_002_LIMIT_IS_15) ? 1 : 0;
        }
        Set<Integer> properties = new HashSet<>();
        long node = address;
        int depth = 0;
        do {
            if (depth++ >= limit) {
                return E2BIG.negated(); // EXT-003, EXT-004
            }
            StructView extension = new StructView(
                    DrmXeExtSetProperty.STRUCT, MemorySegment.ofArray(new byte[DrmXeExtSetProperty.STRUCT.size()]));
            long result = read(device, node, extension);
            if (result == 0 && !properties.add(extension.getInt("property"))) {
                result = device.has(ExtensionDefect.EXT_012_PROPERTY_ONCE) ? EINVAL.negated() : 0;
            }
            if (result == 0) {
                result = handler.set(extension.getInt("property"), extension.get("value"));
            }
            if (result != 0) {
                return depth > 1 && device.has(ExtensionDefect.EXT_011_LATER_NODES_MAY_FAIL) ? 0 : result;
            }
            node = extension.get("base.next_extension");
        } while (node != 0);
        return 0;
    }

    /** EXT-005 to EXT-010. */
    private static long read(XeDevice device, long node, StructView extension) {
        UserMemory memory = device.machine().memory();
        MemorySegment header = extension.segment().asSlice(0, DrmXeUserExtension.STRUCT.size());
        if (!memory.copyFrom(node, header)) {
            return unreadable(device, ExtensionDefect.EXT_005_UNREADABLE_NODE_EINVAL);
        }
        if ((extension.get("base.pad") != 0 && !device.has(ExtensionDefect.EXT_007_HEADER_PAD_IGNORED))
                || (extension.get("base.name") != 0 && !device.has(ExtensionDefect.EXT_008_NAME_IGNORED))) {
            return EINVAL.negated();
        }
        if (!memory.copyFrom(node, extension.segment())) {
            return unreadable(device, ExtensionDefect.EXT_006_UNREADABLE_BODY_EINVAL);
        }
        boolean reserved = extension.get("reserved[1]") != 0;
        boolean wrong = (extension.get("pad") != 0 && !device.has(ExtensionDefect.EXT_009_BODY_PAD_IGNORED))
                || (reserved && device.has(ExtensionDefect.EXT_010_LAST_RESERVED_JUDGED));
        return wrong ? EINVAL.negated() : 0;
    }

    private static long unreadable(XeDevice device, ExtensionDefect defect) {
        return device.has(defect) ? EINVAL.negated() : EFAULT.negated();
    }
}
