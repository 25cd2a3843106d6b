// SPDX-License-Identifier: MIT
package xe.sim.driver.profile;

import java.util.List;

/**
 * What one GPU model can do (the platform table of the driver's {@code xe_pci.c}).
 *
 * @param name as a user says it: {@code TGL}
 * @param platform the driver's name of the platform, as the kernel log has it
 * @param pciDevice PCI device id
 * @param graphicsVersion times 100: 2004 for 20.04
 * @param vaBits bits of a GPU virtual address
 * @param usm whether the GPU has recoverable page faults, that is, fault-mode VMs
 * @param needsScratch whether a fault-mode VM may have scratch pages (LNL, BMG, PTL)
 * @param forcedScratch whether workaround 22014953428 forces scratch pages on every VM (DG2-G10)
 * @param flatCcs whether compression state lies outside the buffers
 * @param vramPage the smallest page of VRAM in bytes
 * @param vramBytes VRAM per tile; empty on an integrated GPU
 * @param gts by gt_id
 * @param pat the PAT table
 */
public record Profile(
        String name,
        String platform,
        int pciDevice,
        int graphicsVersion,
        int vaBits,
        boolean usm,
        boolean needsScratch,
        boolean forcedScratch,
        boolean flatCcs,
        long vramPage,
        List<Long> vramBytes,
        List<Gt> gts,
        PatTable pat) {
    private static final long SMALL_BAR = 256L << 20;
    private static final int XE3P = 3500;
    private static final int XE3P_LPG = 3510;

    public Profile {
        vramBytes = List.copyOf(vramBytes);
        gts = List.copyOf(gts);
    }

    public boolean discrete() {
        return !vramBytes.isEmpty();
    }

    /**
     * Whether memory that the CPU uses too may have this valid entry of the PAT table, coherency apart. An integrated GPU of
     * graphics 35 or later flushes for the CPU what is transient or two-way coherent alone ({@code
     * xe_device_is_l2_flush_optimized()}).
     */
    public boolean flushesForCpu(int patIndex) {
        return discrete()
                || graphicsVersion < XE3P
                || patIndex == PatTable.TRANSIENT
                || pat.coherency(patIndex) == PatTable.Coherency.TWO_WAY;
    }

    /**
     * Whether queues of an engine class of the UAPI can form groups: those of copy and compute, and so of VM_BIND, from graphics
     * 35.10 on ({@code multi_queue_engine_class_mask}).
     */
    public boolean queueGroups(int engineClass) {
        return graphicsVersion >= XE3P_LPG
                && (engineClass == EngineClass.COPY.number()
                        || engineClass == EngineClass.COMPUTE.number()
                        || engineClass == EngineClass.VM_BIND);
    }

    /** How much of a tile's VRAM the CPU sees: the DG2 stands in a machine that gives it 256 MiB of addresses. */
    public long visible(long vram) {
        return platform.equals("DG2") ? SMALL_BAR : vram;
    }

    /** Whether the GPU has atomic operations on system memory: all but PVC. */
    public boolean systemAtomics() {
        return !platform.equals("PVC");
    }

    /** How many engines of a class a GT has, with the copy engine that a part with fault mode keeps for paging (QRY-026). */
    public int present(Gt gt, EngineClass engineClass) {
        boolean paging = usm && !gt.media() && engineClass == EngineClass.COPY;
        return gt.count(engineClass) + (paging ? 1 : 0);
    }

    public int tiles() {
        return Math.max(1, vramBytes.size());
    }

    /** The GPU's slot: Linux shows an integrated GPU at 00:02.0. */
    public String bdf() {
        return discrete() ? "0000:03:00.0" : "0000:00:02.0";
    }

    /**
     * The profile of this name, in any case.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Profile byName(String name) {
        return Profiles.ALL.stream()
                .filter(profile -> profile.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no device profile " + name + "; there are " + String.join(", ", names())));
    }

    public static List<String> names() {
        return Profiles.ALL.stream().map(Profile::name).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
