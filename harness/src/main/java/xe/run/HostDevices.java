// SPDX-License-Identifier: MIT
package xe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The DRM render nodes of this machine, and why one of them can't be used.
 */
final class HostDevices {
    private static final String PCI = "pci:";
    private static final String DRM = "drm:";
    private static final Pattern FILTER = Pattern.compile("(vendor|device|card)=([0-9a-fA-Fx]+)");
    private final Path root;

    /** @param root {@code /}, or a copy of its {@code dev} and {@code sys} */
    HostDevices(Path root) {
        this.root = root;
    }

    /**
     * A render node and the driver that made it.
     *
     * @param slot of the PCI device, such as {@code 0000:03:00.0}; empty for others
     * @param pciId vendor and device, such as {@code 8086:e20b}; empty for others
     */
    record Node(String path, String driver, String slot, String pciId) {
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
     * All nodes of the xe driver that can be opened.
     *
     * @throws RunProblem if there is none
     */
    List<Node> allUsable() {
        List<Node> usable = nodes().stream()
                .filter(Node::isXe)
                .filter(node -> whyNot(node).isEmpty())
                .toList();
        return usable.isEmpty() ? List.of(any()) : usable;
    }

    /**
     * The node that {@code device} names.
     *
     * @param device path of a node, {@code drm:renderD129}, {@code pci:0000:03:00.0}, or
     *     {@code pci:vendor=8086,device=e20b,card=1}, of which any part may be left out; card counts from 0
     * @throws RunProblem if there is no such node, another driver made it, or it can't be opened
     */
    Node named(String device) {
        Node node;
        if (device.startsWith(PCI)) {
            String pci = device.substring(PCI.length());
            node = pci.contains("=") ? ofFilter(pci) : ofSlot(pci);
        } else if (device.startsWith(DRM)) {
            node = ofPath("/dev/dri/" + device.substring(DRM.length()));
        } else {
            node = ofPath(device);
        }
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
        whyNot(node).ifPresent(why -> {
            throw RunProblem.broken(why);
        });
        return node;
    }

    /** Why the user can't open the node, and what helps; empty if it can be opened. */
    Optional<String> whyNot(Node node) {
        Path path = root.resolve(node.path().substring(1));
        if (Files.isReadable(path) && Files.isWritable(path)) {
            return Optional.empty();
        }
        String group = group(path);
        return Optional.of(
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
        return new Node(device, node.driver(), node.slot(), node.pciId());
    }

    /** Vendor and device have to be those, and of the nodes of xe for which that holds, the one with that number is meant. */
    private Node ofFilter(String filter) {
        String vendor = "";
        String model = "";
        int card = 0;
        for (String part : filter.split(",", -1)) {
            Matcher matcher = FILTER.matcher(part);
            if (!matcher.matches()) {
                throw RunProblem.usage(
                        "'%s' is none of vendor=8086, device=e20b and card=1: %s".formatted(part, xeNodes()));
            }
            String value = matcher.group(2).toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
            switch (matcher.group(1)) {
                case "vendor" -> vendor = value;
                case "device" -> model = value;
                default -> card = number(value);
            }
        }
        Pattern wanted =
                Pattern.compile((vendor.isEmpty() ? "[^:]*" : vendor) + ":" + (model.isEmpty() ? ".*" : model));
        List<Node> found = nodes().stream()
                .filter(Node::isXe)
                .filter(node -> wanted.matcher(node.pciId()).matches())
                .toList();
        if (card >= found.size()) {
            throw RunProblem.usage("no card %d of the xe driver with %s: %s".formatted(card, filter, xeNodes()));
        }
        return found.get(card);
    }

    private int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw RunProblem.usage("card=%s is no number: %s".formatted(digits, xeNodes()));
        }
    }

    private Node ofSlot(String slot) {
        return children("sys/bus/pci/devices/" + slot + "/drm")
                .filter(name -> name.startsWith("renderD"))
                .map(this::node)
                .findFirst()
                .orElseThrow(() -> RunProblem.usage("no DRM device at PCI slot %s: %s".formatted(slot, xeNodes())));
    }

    private Node node(String name) {
        Path device = root.resolve("sys/class/drm/" + name + "/device");
        try {
            String driver = device.resolve("driver").toRealPath().getFileName().toString();
            Path real = device.toRealPath();
            boolean pci = Files.exists(real.resolve("vendor"));
            return new Node(
                    "/dev/dri/" + name,
                    driver,
                    pci ? real.getFileName().toString() : "",
                    pci ? id(real.resolve("vendor")) + ":" + id(real.resolve("device")) : "");
        } catch (IOException e) {
            return new Node("/dev/dri/" + name, "", "", "");
        }
    }

    /** The digits of an id such as 0x8086. */
    private static String id(Path file) throws IOException {
        return Files.readString(file).trim().replaceFirst("^0x", "");
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
