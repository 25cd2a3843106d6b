// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_gem_create}: creates a buffer object (56 bytes, read and write).
 *
 * <p>{@code size} is in bytes, whole pages; {@code placement} has one bit for each memory region. {@code handle} must
 * be 0 and is written on success.
 *
 * <p>Source: xe_drm.h of 7.3-rc7; rules GEM-001 to GEM-044.
 */
public final class DrmXeGemCreate {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_gem_create")
            .u64("extensions")
            .u64("size")
            .u32("placement")
            .u32("flags")
            .u32("vm_id")
            .u32("handle")
            .u16("cpu_caching")
            .u16("pad", 3)
            .mustBeZero()
            .u64("reserved", 2)
            .mustBeZero()
            .build();

    public static final int DRM_XE_GEM_CREATE = 0x01;

    public static final Ioctl DRM_IOCTL_XE_GEM_CREATE =
            Ioctl.xe("DRM_IOCTL_XE_GEM_CREATE", Ioc.READ_WRITE, DRM_XE_GEM_CREATE, STRUCT);

    public static final int DRM_XE_GEM_CREATE_FLAG_DEFER_BACKING = 1 << 0;
    public static final int DRM_XE_GEM_CREATE_FLAG_SCANOUT = 1 << 1;
    public static final int DRM_XE_GEM_CREATE_FLAG_NEEDS_VISIBLE_VRAM = 1 << 2;
    public static final int DRM_XE_GEM_CREATE_FLAG_NO_COMPRESSION = 1 << 3;

    public static final int DRM_XE_GEM_CPU_CACHING_WB = 1;
    public static final int DRM_XE_GEM_CPU_CACHING_WC = 2;

    /** Name of the one extension, {@link DrmXeExtSetProperty}. */
    public static final int DRM_XE_GEM_CREATE_EXTENSION_SET_PROPERTY = 0;

    public static final int DRM_XE_GEM_CREATE_SET_PROPERTY_PXP_TYPE = 0;

    private DrmXeGemCreate() {}
}
