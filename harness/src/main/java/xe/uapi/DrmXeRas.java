// SPDX-License-Identifier: MIT
package xe.uapi;

import java.util.Map;

/**
 * Severities and components of the errors that a device reports over the RAS netlink interface, and their names there.
 *
 * <p>Source: xe_drm.h of 7.3-rc7. No ioctl takes them.
 */
public final class DrmXeRas {
    public static final int DRM_XE_RAS_ERR_SEV_CORRECTABLE = 0;
    public static final int DRM_XE_RAS_ERR_SEV_UNCORRECTABLE = 1;
    public static final int DRM_XE_RAS_ERR_SEV_MAX = 2;

    public static final int DRM_XE_RAS_ERR_COMP_CORE_COMPUTE = 1;
    public static final int DRM_XE_RAS_ERR_COMP_SOC_INTERNAL = 2;
    public static final int DRM_XE_RAS_ERR_COMP_DEVICE_MEMORY = 3;
    public static final int DRM_XE_RAS_ERR_COMP_PCIE = 4;
    public static final int DRM_XE_RAS_ERR_COMP_FABRIC = 5;
    public static final int DRM_XE_RAS_ERR_COMP_MAX = 6;

    public static final Map<Integer, String> DRM_XE_RAS_ERROR_SEVERITY_NAMES = Map.of(
            DRM_XE_RAS_ERR_SEV_CORRECTABLE, "correctable-errors",
            DRM_XE_RAS_ERR_SEV_UNCORRECTABLE, "uncorrectable-errors");

    public static final Map<Integer, String> DRM_XE_RAS_ERROR_COMPONENT_NAMES = Map.of(
            DRM_XE_RAS_ERR_COMP_CORE_COMPUTE, "core-compute",
            DRM_XE_RAS_ERR_COMP_SOC_INTERNAL, "soc-internal",
            DRM_XE_RAS_ERR_COMP_DEVICE_MEMORY, "device-memory",
            DRM_XE_RAS_ERR_COMP_PCIE, "pcie",
            DRM_XE_RAS_ERR_COMP_FABRIC, "fabric");

    private DrmXeRas() {}
}
