// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.ENODEV;
import static xe.sim.driver.device.RebindDefect.FLT_020_NO_MINOR_LINKS;

import java.util.HexFormat;
import java.util.Locale;
import xe.sim.driver.profile.Gt;
import xe.sim.drm.DrmNode;
import xe.sim.os.FileTree;

/**
 * The names of a device: its nodes, sysfs and debugfs, as udev and the driver make them.
 */
final class DeviceNodes {
    private static final int NODE_MODE = 0666;
    private static final int READ = 0444;
    private static final int ROOT_WRITE = 0200;
    private static final int DRM_MAJOR = 226;
    private static final int INDEX = 0;
    private static final String DEBUGFS = "/sys/kernel/debug/dri/";

    private final XeDevice device;
    private final FileTree tree;
    private final String bdf;
    private final String pci;

    DeviceNodes(XeDevice device, FileTree tree) {
        this.device = device;
        this.tree = tree;
        this.bdf = device.profile().bdf();
        this.pci = "/sys/devices/pci0000:00/" + bdf;
    }

    void create() {
        for (DrmNode node : DrmNode.values()) {
            String name = node.fileName(INDEX);
            tree.device("/dev/dri/" + name, NODE_MODE, flags -> device.open(node, flags));
            tree.symlink("/dev/dri/by-path/pci-" + bdf + (node == DrmNode.RENDER ? "-render" : "-card"), "../" + name);
        }
        tree.later("/sys", this::sysfs);
    }

    private void sysfs() {
        for (DrmNode node : DrmNode.values()) {
            String name = node.fileName(INDEX);
            String minor = DRM_MAJOR + ":" + node.minor(INDEX);
            String drm = pci + "/drm/" + name;
            tree.text(drm + "/dev", READ, () -> minor + "\n");
            tree.text(
                    drm + "/uevent",
                    READ,
                    () -> "MAJOR=" + DRM_MAJOR + "\nMINOR=" + node.minor(INDEX) + "\nDEVNAME=dri/" + name
                            + "\nDEVTYPE=drm_minor\n");
            tree.symlink(drm + "/device", pci);
            tree.symlink("/sys/class/drm/" + name, drm);
            tree.symlink("/sys/dev/char/" + minor, drm);
        }
        pciFiles();
        if (device.options().debugfs()) {
            debugfs();
        }
    }

    private void pciFiles() {
        String id = HexFormat.of().toHexDigits((short) device.profile().pciDevice());
        tree.text(
                pci + "/uevent",
                READ,
                () -> "DRIVER=xe\nPCI_CLASS=30000\nPCI_ID=8086:%s\nPCI_SUBSYS_ID=8086:0000\nPCI_SLOT_NAME=%s\n"
                        .formatted(id.toUpperCase(Locale.ROOT), bdf));
        tree.text(pci + "/vendor", READ, () -> "0x8086\n");
        tree.text(pci + "/device", READ, () -> "0x" + id + "\n");
        tree.symlink(pci + "/driver", "/sys/bus/pci/drivers/xe");
        tree.symlink("/sys/bus/pci/devices/" + bdf, pci);
        tree.symlink("/sys/bus/pci/drivers/xe/" + bdf, pci);
        tree.text("/sys/bus/pci/drivers/xe/unbind", ROOT_WRITE, () -> "", text -> {
            if (!text.strip().equals(bdf) || device.unplugged()) {
                return ENODEV.negated();
            }
            device.unplug();
            remove();
            return 0L;
        });
        tree.text(
                "/sys/module/drm/parameters/debug",
                0600,
                () -> device.log().drmDebug() + "\n",
                device.log()::setDrmDebug);
    }

    private void debugfs() {
        String base = DEBUGFS + bdf;
        tree.directory(base, 0755);
        tree.text(base + "/name", READ, () -> "xe dev=" + bdf + " unique=" + bdf + "\n");
        tree.text(
                base + "/info",
                READ,
                () -> "graphics_verx100 " + device.profile().graphicsVersion() + "\n");
        if (!device.has(FLT_020_NO_MINOR_LINKS)) {
            for (DrmNode node : DrmNode.values()) {
                tree.symlink(DEBUGFS + node.minor(INDEX), bdf);
            }
        }
        for (Gt gt : device.profile().gts()) {
            String gtBase = base + "/gt" + gt.id();
            tree.text(gtBase + "/force_reset", READ, device::resetGt);
            tree.text(gtBase + "/force_reset_sync", READ, device::resetGt);
        }
        if (device.options().faultInjection()) {
            device.injectedFaults().createFiles(tree, base);
        }
    }

    /** The driver is unbound: nodes and directories go. */
    private void remove() {
        for (DrmNode node : DrmNode.values()) {
            String name = node.fileName(INDEX);
            tree.remove("/dev/dri/" + name);
            tree.remove("/sys/class/drm/" + name);
            tree.remove("/sys/dev/char/" + DRM_MAJOR + ":" + node.minor(INDEX));
            tree.remove(DEBUGFS + node.minor(INDEX));
        }
        tree.remove(DEBUGFS + bdf);
        tree.remove(pci + "/drm");
        tree.remove(pci + "/driver");
        tree.remove("/sys/bus/pci/drivers/xe/" + bdf);
    }
}
