// SPDX-License-Identifier: MIT
package xe.drm;

import java.util.StringJoiner;
import xe.uapi.DrmXeVmCreate;

/**
 * Flags of VM_CREATE under short names, as tables and failure texts use them.
 */
public final class VmFlags {
    public static final int SCRATCH_PAGE = DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE;
    public static final int LR_MODE = DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;
    public static final int FAULT_MODE = DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_FAULT_MODE;
    public static final int NO_VM_OVERCOMMIT = DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_NO_VM_OVERCOMMIT;
    public static final int RESTARTABLE = DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_RESTARTABLE;

    private static final String[] NAMES = {"SCRATCH_PAGE", "LR_MODE", "FAULT_MODE", "NO_VM_OVERCOMMIT", "RESTARTABLE"};

    private VmFlags() {}

    /**
     * The flags of a text such as {@code LR_MODE RESTARTABLE}; {@code none} and hexadecimal numbers count too.
     *
     * @throws IllegalArgumentException for an unknown name
     */
    public static int parse(String text) {
        int flags = 0;
        for (String word : text.strip().split("[\\s|]+")) {
            flags |= parseWord(word);
        }
        return flags;
    }

    private static int parseWord(String word) {
        if (word.isEmpty() || word.equals("none")) {
            return 0;
        }
        if (word.startsWith("0x")) {
            return Integer.parseUnsignedInt(word.substring(2), 16);
        }
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(word)) {
                return 1 << i;
            }
        }
        throw new IllegalArgumentException("unknown VM flag " + word);
    }

    /** The names of the flags, {@code none} for 0. */
    public static String text(int flags) {
        StringJoiner text = new StringJoiner(" ");
        int left = flags;
        for (int i = 0; i < NAMES.length; i++) {
            if ((left & 1 << i) != 0) {
                text.add(NAMES[i]);
                left &= ~(1 << i);
            }
        }
        if (left != 0) {
            text.add("0x" + Integer.toHexString(left));
        }
        return text.length() == 0 ? "none" : text.toString();
    }
}
