// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_gem_mmap_offset}: asks at which offset of the DRM file a buffer object can be mapped (40
 * bytes, read and write).
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules MMO-001 to MMO-011.
 */
public final class DrmXeGemMmapOffset {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_gem_mmap_offset")
            .u64("extensions")
            .mustBeZero()
            .u32("handle")
            .u32("flags")
            .u64("offset")
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_GEM_MMAP_OFFSET = 0x02;

    public static final Ioctl DRM_IOCTL_XE_GEM_MMAP_OFFSET =
            Ioctl.xe("DRM_IOCTL_XE_GEM_MMAP_OFFSET", Ioc.READ_WRITE, DRM_XE_GEM_MMAP_OFFSET, STRUCT);

    public static final int DRM_XE_MMAP_OFFSET_FLAG_PCI_BARRIER = 1 << 0;

    private DrmXeGemMmapOffset() {}
}
