// SPDX-License-Identifier: MIT
package xe.uapi;

import xe.kernel.Ioc;

/**
 * {@code struct drm_xe_vm_restart}: asks for the rebind worker of a paused VM to run again (24 bytes, write-only).
 *
 * <p>{@code timestamp_ns} is CLOCK_MONOTONIC in nanoseconds, from which the driver logs the latency; 0 for no log.
 *
 * <p>Source: series of 2026-06-12, patch 1; rules VMR-001 to VMR-040.
 */
public final class DrmXeVmRestart {
    public static final CStruct STRUCT = CStruct.struct("drm_xe_vm_restart")
            .u32("vm_id")
            .u32("pad")
            .mustBeZero()
            .u64("timestamp_ns")
            .u64("reserved")
            .mustBeZero()
            .build();

    public static final int DRM_XE_VM_RESTART = 0x10;

    public static final Ioctl DRM_IOCTL_XE_VM_RESTART =
            Ioctl.xe("DRM_IOCTL_XE_VM_RESTART", Ioc.WRITE, DRM_XE_VM_RESTART, STRUCT);

    private DrmXeVmRestart() {}
}
