// SPDX-License-Identifier: MIT
package xe.drm;

/**
 * What a check can need. Each is probed by system calls ({@link Features}), never guessed from a version.
 */
public enum Feature {
    /** A render node of the xe driver. */
    XE_NODE,
    /** DRM_IOCTL_XE_VM_RESTART and RESTARTABLE VMs, of the series. */
    VM_RESTART,
    /** DRM_IOCTL_XE_WATCH_QUEUE, of the series. */
    WATCH_QUEUE,
    /** A driver without the series. */
    STOCK,
    /** A kernel built with CONFIG_WATCH_QUEUE. */
    NOTIFICATION_PIPE,
    /** A kernel built without it: pipe2 gives ENOPKG. */
    NO_NOTIFICATION_PIPE,
    /** A kernel built with CONFIG_KEY_NOTIFICATIONS. */
    KEY_NOTIFICATIONS,
    /** A fault attribute in debugfs that makes the rebind worker of a RESTARTABLE VM end with ENOSPC, of whatever form (FLT-027). */
    FAULT_INJECTION,
    /** That attribute as the series was posted with it, which its name tells: {@code fail_rebind} (FLT-024). */
    FAIL_REBIND,
    /** An older form of that attribute, which hits VMs without RESTARTABLE too (FLT-040). */
    FAULT_IN_ANY_VM,
    /** CONFIG_FAIL_FUNCTION with its debugfs directory. */
    FAIL_FUNCTION,
    /** The fault attribute of GT resets, with which a device can be wedged. */
    RESET_FAULT,
    /** The device's directory in debugfs. */
    DEBUGFS,
    /** The kernel's own copies fail on memory without PROT_READ; on User Mode Linux they go through. */
    READ_PROTECTION,
    /** Effective user id 0. */
    ROOT,
    /** Any other: the process has no capabilities. */
    UNPRIVILEGED,
    /**
     * The kernel takes a buffer that nobody needs when it is told to, which only root can. The driver's shrinker gives up at
     * the first buffer of the device that is still needed ({@code xe_bo_shrink()} of 7.3-rc7), so no other may be in memory.
     */
    PURGE,
    /** A readable /dev/kmsg. */
    KMSG,
    /** Hardware that can have VMs in fault mode. */
    USM,
    /** Hardware that cannot. */
    NO_USM,
    /** A driver that can mirror the process's address space in a VM. */
    CPU_ADDR_MIRROR,
    /** Hardware whose VMs in fault mode may have scratch pages. */
    SCRATCH_WITH_FAULT_MODE,
    /** Hardware with fault mode whose VMs may not. */
    NO_SCRATCH_WITH_FAULT_MODE,
    /** DG2-G10: the driver adds SCRATCH_PAGE to every VM. */
    FORCED_SCRATCH,
    /** Any other: the flags come back as they went in. */
    NO_FORCED_SCRATCH,
    /** A device with its own memory. */
    DISCRETE,
    /** A device without. */
    INTEGRATED,
    /** Hardware with atomic operations on system memory: all but PVC. */
    SYSTEM_ATOMICS,
    /** PVC. */
    NO_SYSTEM_ATOMICS,
    /** Hardware whose buffers can be made without compression: graphics version 20 and later. */
    NO_COMPRESSION,
    /** Buffers of no device, which a driver takes as those of another one: a DMA heap that the caller may use. */
    FOREIGN_BUFFER,
    /** Buffers made of memory of the process: /dev/udmabuf. */
    UDMABUF,
    /**
     * The memory of the device's buffers may run out: its own or, on an integrated device, what it may have of the system's, which
     * udmabuf fills without using it. On hardware others feel it too, so the user has to allow it.
     */
    EXHAUSTION,
    /** More than one tile. */
    MULTI_TILE,
    /** A tile alone. */
    SINGLE_TILE,
    /** A device whose VRAM comes in pages of 64 KiB. */
    BIG_VRAM_PAGES,
    /** Firmware that brings a table of hardware facts along. */
    HARDWARE_CONFIG,
    /** Firmware without one. */
    NO_HARDWARE_CONFIG,
    /** No protected content. */
    NO_PXP,
    /** Two video engines of one class and GT, which can work in parallel. */
    TWO_VIDEO_ENGINES,
    /** Two engines of another class on one GT. */
    TWO_COMPUTE_ENGINES,
    /** A render engine. */
    RENDER_ENGINE,
    /** Graphics version 20 or later: PAT entries that are reserved. */
    GRAPHICS_20,
    /** PAT entries that compress: graphics version 20 or later, but 35.11. */
    COMPRESSING_ENTRIES,
    /** An integrated device of graphics version 35 or later: its GPU does not flush everything for the CPU. */
    INTEGRATED_35,
    /** Groups of queues on the engine that jobs run on: compute and copy engines of graphics version 35.10 or later. */
    QUEUE_GROUPS,
    /** Video memory in pages of 64 KiB: DG2 and PVC. */
    BIG_PAGES,
    /** Video memory of which the CPU sees only a part. */
    SMALL_BAR,
    /** An engine that can run a long-running job. */
    COMPUTE_JOB,
    /** OA units, whether or not the caller may use them. */
    OA,
    /** The caller may observe: a capability, or lax settings. */
    OBSERVATION,
    /** A caller without capabilities may not. */
    OBSERVATION_GUARDED,
    /** An OA unit that is no OAG. */
    OA_MEDIA_UNIT,
    /** Hardware that samples EU stalls. */
    EU_STALL,
    /** Hardware that does not. */
    NO_EU_STALL,
    /** A standalone media GT. */
    MEDIA_GT,
    /** Two video engines of one class on one GT, which a queue may span. */
    PARALLEL_ENGINES,
    /** A kernel built with CONFIG_PERF_EVENTS. */
    PERF_EVENTS,
    /** The user allows checks that take the device down. */
    HAZARD
}
