// SPDX-License-Identifier: MIT
package xe.sim.drm;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.sim.drm.CoreDefect.CORE_031_OLD_DESCRIPTION;
import static xe.sim.drm.HandleDefect.GCL_001_HANDLE_0_CLOSED;
import static xe.sim.drm.HandleDefect.GCL_001_UNKNOWN_HANDLE_ENOENT;
import static xe.sim.drm.HandleDefect.GCL_002_SECOND_CLOSE_SUCCEEDS;
import static xe.sim.drm.HandleDefect.GCL_003_PAD_JUDGED;
import static xe.sim.drm.HandleDefect.GCL_004_BOUND_BUFFER_BUSY;
import static xe.sim.drm.HandleDefect.GCL_005_HANDLES_OF_OTHER_FILES;
import static xe.sim.drm.HandleDefect.GCL_006_HANDLES_RETIRED;
import static xe.sim.drm.IoctlTable.AUTH;
import static xe.sim.drm.IoctlTable.MASTER;
import static xe.sim.drm.IoctlTable.RENDER_ALLOW;
import static xe.uapi.DrmGemClose.DRM_IOCTL_GEM_CLOSE;
import static xe.uapi.DrmGetCap.DRM_CAP_PRIME;
import static xe.uapi.DrmGetCap.DRM_CAP_SYNCOBJ;
import static xe.uapi.DrmGetCap.DRM_CAP_SYNCOBJ_TIMELINE;
import static xe.uapi.DrmGetCap.DRM_CAP_TIMESTAMP_MONOTONIC;
import static xe.uapi.DrmGetCap.DRM_IOCTL_GET_CAP;
import static xe.uapi.DrmGetCap.DRM_PRIME_CAP_EXPORT;
import static xe.uapi.DrmGetCap.DRM_PRIME_CAP_IMPORT;
import static xe.uapi.DrmSetClientCap.DRM_IOCTL_SET_CLIENT_CAP;
import static xe.uapi.DrmUnique.DRM_IOCTL_GET_UNIQUE;
import static xe.uapi.DrmVersion.DRM_IOCTL_VERSION;

import java.nio.charset.StandardCharsets;
import xe.kernel.Ioc;
import xe.sim.os.Machine;
import xe.uapi.CStruct;
import xe.uapi.Ioctl;
import xe.uapi.StructView;

/**
 * The core's own ioctls. What belongs to displays is there to be refused: the simulated devices have none.
 */
public final class CoreIoctls {
    private static final int FIRST_MODE = 0xa0;
    private static final int LAST_MODE = 0xbe;
    private static final int GEM_FLINK = 0x0a;
    private static final int GEM_OPEN = 0x0b;
    private static final int SET_VERSION = 0x07;
    private static final int AUTH_MAGIC = 0x11;
    private static final int SET_MASTER = 0x1e;
    private static final int DROP_MASTER = 0x1f;
    private static final CStruct EIGHT_BYTES =
            CStruct.struct("drm_two_words").u32("first").u32("second").build();
    private static final CStruct NOTHING = CStruct.struct("nothing").build();

    private final DrmDevice device;

    private CoreIoctls(DrmDevice device) {
        this.device = device;
    }

    /** Fills the core's slots of the device's table. */
    public static void register(DrmDevice device) {
        CoreIoctls core = new CoreIoctls(device);
        IoctlTable table = device.ioctls();
        table.add(DRM_IOCTL_VERSION, RENDER_ALLOW, core::version);
        table.add(DRM_IOCTL_GET_UNIQUE, 0, core::unique);
        table.add(DRM_IOCTL_GEM_CLOSE, RENDER_ALLOW, core::gemClose);
        table.add(DRM_IOCTL_GET_CAP, RENDER_ALLOW, CoreIoctls::getCap);
        SyncobjIoctls.register(device);
        PrimeIoctls.register(device);
        table.add(DRM_IOCTL_SET_CLIENT_CAP, 0, CoreIoctls::noDisplay);
        table.add(display("DRM_IOCTL_GEM_FLINK", GEM_FLINK), AUTH, CoreIoctls::noDisplay);
        table.add(display("DRM_IOCTL_GEM_OPEN", GEM_OPEN), AUTH, CoreIoctls::noDisplay);
        table.add(display("DRM_IOCTL_SET_VERSION", SET_VERSION), MASTER, CoreIoctls::noDisplay);
        table.add(display("DRM_IOCTL_AUTH_MAGIC", AUTH_MAGIC), MASTER, CoreIoctls::noDisplay);
        table.add(plain("DRM_IOCTL_SET_MASTER", SET_MASTER), 0, CoreIoctls::noDisplay);
        table.add(plain("DRM_IOCTL_DROP_MASTER", DROP_MASTER), 0, CoreIoctls::noDisplay);
        SyncobjIoctls.register(device);
        for (int number = FIRST_MODE; number <= LAST_MODE; number++) {
            table.add(display("DRM_IOCTL_MODE_" + number, number), 0, CoreIoctls::noDisplay);
        }
    }

    private static Ioctl display(String name, int number) {
        return new Ioctl(name, Ioc.request(Ioc.READ_WRITE, Ioctl.DRM_TYPE, number, EIGHT_BYTES.size()), EIGHT_BYTES);
    }

    private static Ioctl plain(String name, int number) {
        return new Ioctl(name, Ioc.request(Ioc.NONE, Ioctl.DRM_TYPE, number, 0), NOTHING);
    }

    private static long noDisplay(DrmFile file, StructView args) {
        return EOPNOTSUPP.negated();
    }

    /** {@code drm_version()}: CORE-031 to CORE-034. */
    private long version(DrmFile file, StructView args) {
        DriverInfo driver = device.driver();
        args.set("version_major", driver.major());
        args.set("version_minor", driver.minor());
        args.set("version_patchlevel", driver.patchLevel());
        String description = device.machine().has(CORE_031_OLD_DESCRIPTION) ? "Intel Graphics" : driver.description();
        UserString strings = new UserString(device.machine(), args);
        long failed = strings.copy("name", bytes(driver.name()));
        if (failed == 0) {
            failed = strings.copy("date", bytes(driver.date()));
        }
        return failed == 0 ? strings.copy("desc", bytes(description)) : failed;
    }

    private long unique(DrmFile file, StructView args) {
        byte[] unique = bytes(device.unique());
        boolean fits = Long.compareUnsigned(args.get("unique_len"), unique.length) >= 0;
        boolean written = !fits || device.machine().memory().putBytes(args.get("unique"), unique);
        args.set("unique_len", unique.length);
        return written ? 0 : EFAULT.negated();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code drm_gem_close_ioctl()}: GCL-001 to GCL-006. */
    private long gemClose(DrmFile file, StructView args) {
        Machine machine = device.machine();
        int handle = args.getInt("handle");
        if (args.get("pad") != 0 && machine.has(GCL_003_PAD_JUDGED)) {
            return EINVAL.negated();
        }
        GemObject known = file.handles().get(handle);
        if (known != null && known.shared() && machine.has(GCL_004_BOUND_BUFFER_BUSY)) {
            return EBUSY.negated();
        }
        GemObject object = machine.has(GCL_006_HANDLES_RETIRED)
                ? file.handles().retire(handle)
                : file.handles().remove(handle);
        if (object == null) {
            boolean closed = file.handles().used(handle) && machine.has(GCL_002_SECOND_CLOSE_SUCCEEDS);
            boolean zero = handle == 0 && machine.has(GCL_001_HANDLE_0_CLOSED);
            boolean others = handle == 1 && machine.has(GCL_005_HANDLES_OF_OTHER_FILES);
            long missing = machine.has(GCL_001_UNKNOWN_HANDLE_ENOENT) ? ENOENT.negated() : EINVAL.negated();
            return closed || zero || others ? 0 : missing;
        }
        object.put();
        return 0;
    }

    private static long getCap(DrmFile file, StructView args) {
        args.set("value", 0);
        long capability = args.get("capability");
        if (capability == DRM_CAP_PRIME) {
            args.set("value", DRM_PRIME_CAP_IMPORT | DRM_PRIME_CAP_EXPORT);
        } else if (capability == DRM_CAP_TIMESTAMP_MONOTONIC
                || capability == DRM_CAP_SYNCOBJ
                || capability == DRM_CAP_SYNCOBJ_TIMELINE) {
            args.set("value", 1);
        } else {
            return EOPNOTSUPP.negated(); // the rest belongs to displays
        }
        return 0;
    }
}
