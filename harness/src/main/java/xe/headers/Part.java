// SPDX-License-Identifier: MIT
package xe.headers;

import java.util.Set;
import java.util.regex.Pattern;

/** Where a name of the UAPI comes from. */
enum Part {
    DRIVER("xe_drm.h of 7.3-rc7"),
    SERIES("xe_drm.h of the series of 2026-06-12"),
    EVENTS("xe_drm_events.h of the series of 2026-06-12");

    private static final Pattern XE =
            Pattern.compile("(?i)drm_(ioctl_)?xe_.*|xe_(query|vm_fault).*|fault_(access_type|type|level)_.*");
    private static final Pattern EVENT = Pattern.compile("(?i)drm_xe_watch_(event|notification)_.*");
    private static final Set<String> OF_SERIES = Set.of(
            "drm_xe_vm_restart",
            "drm_xe_watch_queue",
            "DRM_IOCTL_XE_VM_RESTART",
            "DRM_IOCTL_XE_WATCH_QUEUE",
            "DRM_XE_VM_RESTART",
            "DRM_XE_WATCH_QUEUE",
            "DRM_XE_VM_CREATE_FLAG_RESTARTABLE");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Whether a name is one of the xe driver, not of a header that it includes. */
    static boolean isXe(String name) {
        return XE.matcher(name).matches();
    }

    static Part of(String name) {
        if (EVENT.matcher(name).matches()) {
            return EVENTS;
        }
        return OF_SERIES.contains(name) ? SERIES : DRIVER;
    }
}
