// SPDX-License-Identifier: MIT
package xe.drm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import xe.kernel.Abi;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.DrmXeVmBind;
import xe.uapi.DrmXeVmBindOp;

/**
 * A DRM device: its render node, where it sits, and facts that are asked from the driver when they are first needed.
 */
public final class Device {
    private static final String DRI = "/dev/dri";
    private static final long TRIAL_ADDRESS = 0x20_0000;

    /**
     * Entries of the platforms' PAT tables that are coherent with the CPU, at most one of which each driver takes for memory of
     * the process: 2 from graphics version 20 on, 3 on PVC and MTL, 0 before.
     */
    private static final int[] COHERENT_PAT = {2, 3, 0};

    private final Kernel kernel;
    private final String path;
    private final Deadline deadline;
    private final Once<DeviceFacts> facts;
    private final Once<OaFacts> oaFacts;
    private final Once<Integer> patIndex;

    /**
     * @param path the render node, such as {@code /dev/dri/renderD128}
     * @param deadline of what must come
     */
    public Device(Kernel kernel, String path, Deadline deadline) {
        this.kernel = kernel;
        this.path = path;
        this.deadline = deadline;
        this.facts = new Once<>(() -> ask(DeviceFacts::query));
        this.oaFacts = new Once<>(() -> ask(OaFacts::of));
        this.patIndex = new Once<>(this::findPatIndex);
    }

    private Device(Kernel kernel, Device asked, Deadline deadline) {
        this.kernel = kernel;
        this.path = asked.path;
        this.deadline = deadline;
        this.facts = asked.facts;
        this.oaFacts = asked.oaFacts;
        this.patIndex = asked.patIndex;
    }

    /** The same device through another kernel; facts are asked through the kernel of this one, once. */
    public Device on(Kernel other, Deadline otherDeadline) {
        return new Device(other, this, otherDeadline);
    }

    /**
     * Every render node, whatever its driver, in the order of the minor numbers.
     *
     * @param limit of what must come
     */
    public static List<Device> all(Kernel kernel, Duration limit) {
        List<Device> devices = new ArrayList<>();
        for (String name : new PseudoFile(kernel, DRI).list()) {
            if (name.startsWith("renderD")) {
                devices.add(new Device(kernel, DRI + "/" + name, Deadline.of(limit)));
            }
        }
        return devices;
    }

    /** The first render node of the xe driver. */
    public static Optional<Device> find(Kernel kernel, Duration limit) {
        return all(kernel, limit).stream()
                .filter(device -> device.driver().equals("xe"))
                .findFirst();
    }

    public Kernel kernel() {
        return kernel;
    }

    public String path() {
        return path;
    }

    /** When to give up waiting for something that must come. */
    public Deadline deadline() {
        return deadline;
    }

    private PseudoFile sysfs() {
        return new PseudoFile(kernel, "/sys/class/drm/" + path.substring(path.lastIndexOf('/') + 1));
    }

    /** The PCI address, such as {@code 0000:03:00.0}; empty if sysfs does not tell. */
    public String bdf() {
        return sysfs().child("device").linkName().orElse("");
    }

    /** Vendor and device id, such as {@code 8086:e20b}; empty if sysfs does not tell. */
    public String pciId() {
        PseudoFile device = sysfs().child("device");
        Optional<String> vendor = device.child("vendor").read();
        Optional<String> id = device.child("device").read();
        return vendor.isPresent() && id.isPresent()
                ? vendor.get().replace("0x", "") + ":" + id.get().replace("0x", "")
                : "";
    }

    /** The driver's name; empty if sysfs does not tell. */
    public String driver() {
        return sysfs().child("device").child("driver").linkName().orElse("");
    }

    /** The device's directory in debugfs (FLT-020), which may not be there. */
    public PseudoFile debugfs() {
        return new PseudoFile(kernel, "/sys/kernel/debug/dri/" + bdf());
    }

    /** What DEVICE_QUERY says. */
    public DeviceFacts facts() {
        return facts.get();
    }

    /** What DEVICE_QUERY says of OA. */
    public OaFacts oaFacts() {
        return oaFacts.get();
    }

    private <T> T ask(Function<DrmFile, T> question) {
        try (DrmFile file = new RenderNode(this).open()) {
            return question.apply(file);
        }
    }

    /** The engine that jobs of checks run on. */
    public Engine jobEngine() {
        return facts().jobEngine().orElseThrow(() -> new IllegalStateException(path + " has no engine for jobs"));
    }

    /** A PAT index that is coherent with the CPU, found by binding a page of this process with each candidate. */
    public int patIndex() {
        return patIndex.get();
    }

    private int findPatIndex() {
        try (NativeMemory page = NativeMemory.allocate(kernel, Abi.PAGE_SIZE);
                DrmFile file = new RenderNode(this).open()) {
            int vm = file.createVm(0).id();
            for (int candidate : COHERENT_PAT) {
                boolean bound = !file.ioctl(
                                DrmXeVmBind.DRM_IOCTL_XE_VM_BIND,
                                request -> request.set("vm_id", vm)
                                        .set("num_binds", 1)
                                        .set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_MAP_USERPTR)
                                        .set("bind.userptr", page.address())
                                        .set("bind.range", Abi.PAGE_SIZE)
                                        .set("bind.addr", TRIAL_ADDRESS)
                                        .set("bind.pat_index", candidate))
                        .failed();
                if (bound) {
                    return candidate;
                }
            }
        }
        throw new IllegalStateException(path + ": no PAT index takes memory of the process");
    }

    /** The path, with driver and PCI id where they are known. */
    @Override
    public String toString() {
        String id = pciId();
        return id.isEmpty() ? path : path + " (" + driver() + " " + id + " at " + bdf() + ")";
    }
}
