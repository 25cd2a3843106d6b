// SPDX-License-Identifier: MIT
package xe.sim.driver;

import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import xe.sim.os.UserMemory;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.DrmXeUserExtension;
import xe.uapi.StructView;

/**
 * The walk along a chain of extensions, all of them "set property".
 */
final class UserExtensions {
    private static final int MAX_EXTENSIONS = 16;

    /** What a property means. */
    @FunctionalInterface
    interface Property {
        /** 0 or a negated errno. */
        long set(int property, long value);
    }

    private UserExtensions() {}

    /** Calls {@code handler} node by node; 0 or the first negated errno. */
    static long walk(UserMemory memory, long address, Property handler) {
        long node = address;
        for (int depth = 0; node != 0; depth++) {
            if (depth >= MAX_EXTENSIONS) {
                return E2BIG.negated(); // EXT-003
            }
            MemorySegment bytes = MemorySegment.ofArray(new byte[DrmXeExtSetProperty.STRUCT.size()]);
            if (!memory.copyFrom(node, bytes.asSlice(0, DrmXeUserExtension.STRUCT.size()))) {
                return EFAULT.negated(); // EXT-005
            }
            StructView extension = new StructView(DrmXeExtSetProperty.STRUCT, bytes);
            if (extension.get("base.pad") != 0 || extension.get("base.name") != 0) {
                return EINVAL.negated(); // EXT-007, EXT-008
            }
            if (!memory.copyFrom(node, bytes)) {
                return EFAULT.negated(); // EXT-006
            }
            if (extension.get("pad") != 0) {
                return EINVAL.negated(); // EXT-009
            }
            long result = handler.set(extension.getInt("property"), extension.get("value"));
            if (result != 0) {
                return result;
            }
            node = extension.get("base.next_extension");
        }
        return 0;
    }
}
