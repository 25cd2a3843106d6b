// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The DRM render nodes of this machine, and why one of them can't be used.
 */
final class HostDevices {
    private static final String PCI = "pci:";
    private final Path root;

    /** @param root {@code /}, or a copy of its {@code dev} and {@code sys} */
    HostDevices(Path root) {
        this.root = root;
    }

    /** A render node and the driver that made it. */
    record Node(String path, String driver) {
        boolean isXe() {
            return driver.equals("xe");
        }
    }

    /** All render nodes, by name. */
    List<Node> nodes() {
        return children("dev/dri")
                .filter(name -> name.startsWith("renderD"))
                .map(this::node)
                .toList();
    }

    /** The first node of the xe driver. */
    Optional<Node> xe() {
        return nodes().stream().filter(Node::isXe).findFirst();
    }

    /**
     * The node that {@code device} names.
     *
     * @param device path of a node, or {@code pci:0000:03:00.0}
     * @throws RunProblem if there is no such node, another driver made it, or it can't be opened
     */
    Node named(String device) {
        Node node = device.startsWith(PCI) ? ofSlot(device.substring(PCI.length())) : ofPath(device);
        if (!node.isXe()) {
            throw RunProblem.usage(
                    "%s belongs to the driver %s, not to xe: %s".formatted(device, node.driver(), xeNodes()));
        }
        return usable(node);
    }

    /**
     * A node of the xe driver.
     *
     * @throws RunProblem if there is none, or it can't be opened
     */
    Node any() {
        return usable(xe().orElseThrow(() -> RunProblem.nothingToRun("no device of the xe driver here: " + missing())));
    }

    private Node usable(Node node) {
        Path path = root.resolve(node.path().substring(1));
        if (Files.isReadable(path) && Files.isWritable(path)) {
            return node;
        }
        String group = group(path);
        throw RunProblem.broken(
                "no permission to open %s, which needs the group %s: 'sudo usermod -aG %s %s', then log in again"
                        .formatted(node.path(), group, group, System.getProperty("user.name")));
    }

    private Node ofPath(String device) {
        Path path = root.resolve(device.startsWith("/") ? device.substring(1) : device);
        if (!Files.exists(path)) {
            throw RunProblem.usage("there is no %s: %s".formatted(device, xeNodes()));
        }
        if (Files.isRegularFile(path) || Files.isDirectory(path)) {
            throw RunProblem.usage("%s is no device node: %s".formatted(device, xeNodes()));
        }
        Node node = node(path.getFileName().toString());
        if (node.driver().isEmpty()) {
            throw RunProblem.usage("%s is no DRM node: %s".formatted(device, xeNodes()));
        }
        return new Node(device, node.driver());
    }

    private Node ofSlot(String slot) {
        return children("sys/bus/pci/devices/" + slot + "/drm")
                .filter(name -> name.startsWith("renderD"))
                .map(this::node)
                .findFirst()
                .orElseThrow(() -> RunProblem.usage("no DRM device at PCI slot %s: %s".formatted(slot, xeNodes())));
    }

    private Node node(String name) {
        try {
            Path driver =
                    root.resolve("sys/class/drm/" + name + "/device/driver").toRealPath();
            return new Node("/dev/dri/" + name, driver.getFileName().toString());
        } catch (IOException e) {
            return new Node("/dev/dri/" + name, "");
        }
    }

    private String xeNodes() {
        List<String> paths = nodes().stream().filter(Node::isXe).map(Node::path).toList();
        return paths.isEmpty() ? missing() : "nodes of xe are " + String.join(", ", paths);
    }

    /** Why there is no xe node, as far as it shows, and what gets one. */
    private String missing() {
        if (!Files.isDirectory(root.resolve("sys/module/xe"))) {
            return nodes().isEmpty()
                    ? "/dev/dri has no render node and the module xe isn't loaded; 'modprobe xe' on a kernel with CONFIG_DRM_XE"
                    : "the module xe isn't loaded; 'modprobe xe', and for a GPU that i915 holds boot with"
                            + " i915.force_probe=!ID xe.force_probe=ID (PCI id, lspci -nn)";
        }
        return "the module xe is loaded but drives no device; boot with xe.force_probe=ID (PCI id, lspci -nn) or read 'dmesg'";
    }

    private Stream<String> children(String folder) {
        try (Stream<Path> paths = Files.list(root.resolve(folder))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static String group(Path path) {
        try {
            return Files.getAttribute(path, "posix:group", LinkOption.NOFOLLOW_LINKS)
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "render";
        }
    }
}
