// SPDX-License-Identifier: MIT
package xe.uapi;

/**
 * {@code struct xe_vm_fault}: one page fault that a VM could not serve (48 bytes).
 *
 * <p>The hardware can also report type and level 15. {@code address_precision} is in bytes.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules VGP-010 to VGP-038, LAY-033.
 */
public final class XeVmFault {
    public static final CStruct STRUCT = CStruct.struct("xe_vm_fault")
            .u64("address")
            .u32("address_precision")
            .u8("access_type")
            .u8("fault_type")
            .u8("fault_level")
            .u8("pad")
            .writtenAsZero()
            .u64("reserved", 4)
            .writtenAsZero()
            .build();

    public static final int FAULT_ACCESS_TYPE_READ = 0;
    public static final int FAULT_ACCESS_TYPE_WRITE = 1;
    public static final int FAULT_ACCESS_TYPE_ATOMIC = 2;

    public static final int FAULT_TYPE_NOT_PRESENT = 0;
    public static final int FAULT_TYPE_WRITE_ACCESS = 1;
    public static final int FAULT_TYPE_ATOMIC_ACCESS = 2;

    public static final int FAULT_LEVEL_PTE = 0;
    public static final int FAULT_LEVEL_PDE = 1;
    public static final int FAULT_LEVEL_PDP = 2;
    public static final int FAULT_LEVEL_PML4 = 3;
    public static final int FAULT_LEVEL_PML5 = 4;

    private XeVmFault() {}
}
