// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.BindDefect.BND_110_OFFSET_OF_A_PIECE_LOST;
import static xe.sim.driver.device.BindDefect.FLT_032_SPLIT_DOES_NOT_PREEMPT;
import static xe.sim.driver.device.BindDefect.RBW_003_VANISHED_USERPTR_FAILS;
import static xe.sim.driver.device.BindDefect.RBW_014_USERPTR_DOES_NOT_PREEMPT;
import static xe.sim.driver.device.BindDefect.VMQ_019_PIECE_BEHIND_LOST;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;
import xe.sim.drm.DmaFence;
import xe.sim.fault.FaultAttr;
import xe.sim.gpu.GpuAddressSpace;
import xe.sim.gpu.GpuFault;
import xe.sim.gpu.GpuPages;

/**
 * What is mapped where in a VM ({@code drm_gpuvm}), and the page tables that follow from it.
 *
 * <p>Changes are made with the VM's lock held for writing. Userptrs are invalidated without it, by the process's munmap.
 */
public final class VmMappings {
    /** What the driver calls to write mappings again, and error injection can make fail. */
    private static final List<String> REBIND_STEPS =
            List.of("xe_vma_ops_alloc", "xe_pt_update_ops_prepare", "xe_pt_update_ops_run");

    private final XeVm vm;
    private final GpuAddressSpace space;
    private final Userptrs userptrs;
    private final NavigableMap<Long, Mapping> mappings = new TreeMap<>();
    private final Set<Long> mirrored = new HashSet<>();
    private DmaFence lastBind = DmaFence.done();

    VmMappings(XeVm vm) {
        this.vm = vm;
        this.space = new GpuAddressSpace(vm.device().profile().vaBits(), vm.scratch());
        this.userptrs = new Userptrs(this);
    }

    XeVm vm() {
        return vm;
    }

    /** The page tables. Any thread, no lock. */
    GpuAddressSpace space() {
        return space;
    }

    /** Pins a new userptr before it is mapped: 0, EFAULT or EPERM. */
    public long pin(Mapping mapping) {
        return userptrs.pin(mapping);
    }

    /** Whether a userptr was invalidated since it was last pinned: {@code xe_vm_userptr_check_repin()}. */
    public synchronized boolean needsRepin() {
        return mappings.values().stream().anyMatch(Mapping::invalid);
    }

    /** Pins invalidated userptrs again; a range that is gone is unmapped (RBW-003). Returns 0 or a negated errno. */
    public long repin() {
        for (Mapping mapping : invalid()) {
            long result = userptrs.pin(mapping);
            if (result == Errno.EFAULT.negated() && !vm.device().has(RBW_003_VANISHED_USERPTR_FAILS)) {
                hide(mapping);
            } else if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /** Rewrites the page tables of what was repinned, split or evicted (RBW-008). Returns 0 or a negated errno. */
    public synchronized long rebind() {
        List<Mapping> stale = mappings.values().stream()
                .filter(mapping -> mapping.pinned() && !mapping.present())
                .toList();
        for (String step : stale.isEmpty() ? List.<String>of() : REBIND_STEPS) {
            long injected = vm.device().failFunctions().check(step, FaultAttr.Caller.WORKER); // FLT-036
            if (injected != 0) {
                return injected;
            }
        }
        stale.forEach(this::write);
        return 0;
    }

    /**
     * Resolves a page fault of a fault-mode VM: whether the access is to be tried again. A fault is resolved if a mapping
     * allows the access; its page table entries are then written.
     */
    boolean resolve(GpuFault fault) {
        vm.lock().writeLock().lock();
        try {
            Mapping mapping = at(fault.address());
            if (mapping == null || vm.closedOrBanned()) {
                return false;
            }
            boolean writes = fault.access() != GpuFault.Access.READ;
            if (writes && mapping.attributes().readOnly()) {
                return false;
            }
            return switch (mapping.kind()) {
                case BUFFER, NULL -> show(mapping);
                case USERPTR -> userptrs.pin(mapping) == 0 && show(mapping);
                case CPU_MIRROR -> userptrs.mirror(fault.address(), writes);
            };
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    /**
     * Adds a mapping over whatever is there.
     *
     * @param now whether the page tables are written now, or at the first fault
     * @return whether page tables were written
     */
    public synchronized boolean map(Mapping mapping, boolean now) {
        boolean replaces = cut(mapping.start(), mapping.end());
        mappings.put(mapping.start(), mapping);
        if (now) {
            write(mapping);
        }
        return now || replaces;
    }

    /** Removes what is mapped in [start, end); whether page tables were written. */
    public synchronized boolean unmap(long start, long end) {
        return cut(start, end);
    }

    /** Where a mirror begins that ends at {@code address} and can be merged with, or else {@code address} (BND-128). */
    public synchronized long mirrorStart(long address) {
        Map.Entry<Long, Mapping> below = mappings.lowerEntry(address);
        return below != null && below.getValue().end() == address && mergeable(below.getValue())
                ? below.getKey()
                : address;
    }

    /** Where a mirror ends that begins at {@code address} and can be merged with, or else {@code address} (BND-128). */
    public synchronized long mirrorEnd(long address) {
        Mapping above = mappings.get(address);
        return above != null && mergeable(above) ? above.end() : address;
    }

    private static boolean mergeable(Mapping mapping) {
        return mapping.kind() == Mapping.Kind.CPU_MIRROR
                && mapping.advice().equals(Advice.none(mapping.attributes().patIndex()));
    }

    /** Whether the GPU uses pages of the process in [start, end), where it sees them at their own addresses. */
    public synchronized boolean mirrored(long start, long end) {
        return mirrored.stream().anyMatch(page -> page >= start && page < end);
    }

    /** The GPU uses the page at {@code address}. */
    synchronized void addMirrored(long address) {
        mirrored.add(address);
    }

    /** The mappings of a buffer; none of null. */
    public synchronized List<Mapping> of(@Nullable BufferObject buffer) {
        return mappings.values().stream()
                .filter(mapping ->
                        buffer != null && buffer.equals(mapping.attributes().buffer()))
                .toList();
    }

    /** All of them, by address. */
    public synchronized List<Mapping> all() {
        return List.copyOf(mappings.values());
    }

    /** Puts pieces in the place of a mapping, as MADVISE does; the page tables stay as they are. */
    public synchronized void split(Mapping whole, List<Mapping> pieces) {
        mappings.remove(whole.start());
        for (Mapping piece : pieces) {
            piece.inherit(whole);
            mappings.put(piece.start(), piece);
        }
        whole.drop();
    }

    /** Remembers the fence of the last bind; gives the one before. */
    public synchronized DmaFence exchangeLastBind(DmaFence fence) {
        DmaFence before = lastBind;
        lastBind = fence;
        return before;
    }

    /** What is mapped in [start, end), by address. */
    public synchronized List<Mapping> overlapping(long start, long end) {
        return mappings.values().stream()
                .filter(mapping -> mapping.overlaps(start, end))
                .toList();
    }

    /** The VM is closed: unmaps everything and lets the buffers go. */
    void close() {
        userptrs.close();
        synchronized (this) {
            space.unmap(0, 1L << space.addressBits());
            mappings.values().forEach(Mapping::drop);
            mappings.clear();
        }
    }

    /** Pages of the process at [start, end) are about to go; the pages are not used any more when this returns. */
    void invalidate(long start, long end) {
        List<Mapping> hit = new ArrayList<>();
        synchronized (this) {
            for (Mapping mapping : mappings.values()) {
                long from = mapping.offset();
                long to = from + (mapping.end() - mapping.start());
                if (mapping.kind() == Mapping.Kind.USERPTR && mapping.present() && start < to && from < end) {
                    mapping.invalidate();
                    hit.add(mapping);
                }
            }
        }
        if (!hit.isEmpty() && !vm.device().has(RBW_014_USERPTR_DOES_NOT_PREEMPT)) {
            vm.preemption().triggerAndWait(); // FLT-032, RBW-014
        }
        hit.forEach(this::hide);
        unmapMirror(start, end);
    }

    private synchronized void unmapMirror(long start, long end) {
        mirrored.removeIf(page -> page >= start && page < end);
        for (Mapping mapping : overlapping(start, end)) {
            if (mapping.kind() == Mapping.Kind.CPU_MIRROR) {
                space.unmap(Math.max(start, mapping.start()), Math.min(end, mapping.end()));
            }
        }
    }

    private synchronized @Nullable Mapping at(long address) {
        Map.Entry<Long, Mapping> below = mappings.floorEntry(address);
        return below != null && below.getValue().end() > address ? below.getValue() : null;
    }

    private synchronized List<Mapping> invalid() {
        return mappings.values().stream().filter(Mapping::invalid).toList();
    }

    private synchronized boolean show(Mapping mapping) {
        write(mapping);
        return true;
    }

    /** Takes a userptr's pages out of the page tables. */
    private synchronized void hide(Mapping mapping) {
        mapping.setPresent(false);
        space.unmap(mapping.start(), mapping.end());
    }

    private void write(Mapping mapping) {
        long offset = mapping.kind() == Mapping.Kind.BUFFER ? mapping.offset() : 0;
        space.map(
                mapping.start(),
                mapping.end(),
                pages(mapping),
                offset,
                mapping.attributes().readOnly());
        mapping.setPresent(true);
    }

    private GpuPages pages(Mapping mapping) {
        BufferObject buffer = mapping.attributes().buffer();
        if (buffer != null) {
            return buffer.pages();
        }
        return mapping.kind() == Mapping.Kind.USERPTR
                ? new UserPages(vm.device().machine().memory(), mapping.offset())
                : GpuPages.zero();
    }

    private boolean cut(long start, long end) {
        List<Mapping> hit = overlapping(start, end);
        for (Mapping old : hit) {
            mappings.remove(old.start());
            boolean rewrite = false;
            if (old.start() < start) {
                rewrite |= keep(old, old.start(), start, start);
            }
            if (old.end() > end && !vm.device().has(VMQ_019_PIECE_BEHIND_LOST)) {
                rewrite |= keep(old, end, old.end(), end);
            }
            if (rewrite && !vm.device().has(FLT_032_SPLIT_DOES_NOT_PREEMPT)) {
                vm.preemption().trigger(); // FLT-032, RBW-014
            }
            old.drop();
        }
        space.unmap(start, end);
        return hit.stream().anyMatch(old -> old.kind() != Mapping.Kind.CPU_MIRROR);
    }

    /** Keeps a piece of a mapping that is cut at {@code at}; true if its page table entries had to be written again. */
    private boolean keep(Mapping old, long from, long to, long at) {
        boolean behind = from != old.start() && vm.device().has(BND_110_OFFSET_OF_A_PIECE_LOST);
        Mapping piece = behind ? new Mapping(from, to, 0, old.attributes()) : old.part(from, to);
        mappings.put(from, piece);
        piece.inheritPin(old);
        if (!old.present() || old.keepsEntriesWhenCutAt(at)) {
            piece.inherit(old);
            return false;
        }
        write(piece);
        return true;
    }
}
