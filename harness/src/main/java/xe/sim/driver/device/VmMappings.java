// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.BindDefect.BND_110_OFFSET_OF_A_PIECE_LOST;
import static xe.sim.driver.device.BindDefect.FLT_032_SPLIT_DOES_NOT_PREEMPT;
import static xe.sim.driver.device.BindDefect.VMQ_019_PIECE_BEHIND_LOST;
import static xe.sim.driver.device.RebindDefect.RBW_032_REBIND_QUEUES_NOTHING;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import xe.sim.drm.DmaFence;
import xe.sim.fault.FaultAttr;
import xe.sim.gpu.GpuAddressSpace;
import xe.sim.gpu.GpuPages;

/**
 * What is mapped where in a VM ({@code drm_gpuvm}), and the page tables that follow from it.
 *
 * <p>Changes are made with the VM's lock held for writing. {@link Userptrs} are invalidated without it.
 */
public final class VmMappings {
    /** What the driver calls to write mappings again, and error injection can make fail. */
    private static final List<String> REBIND_STEPS =
            List.of("xe_vma_ops_alloc", "xe_pt_update_ops_prepare", "xe_pt_update_ops_run");

    private final XeVm vm;
    private final GpuAddressSpace space;
    private final NavigableMap<Long, Mapping> mappings = new TreeMap<>();
    private DmaFence lastBind = DmaFence.done();

    VmMappings(XeVm vm) {
        this.vm = vm;
        this.space = new GpuAddressSpace(vm.device().profile().vaBits(), vm.scratch());
    }

    /** The page tables. Any thread, no lock. */
    GpuAddressSpace space() {
        return space;
    }

    /** Rewrites the page tables of what was repinned, split or evicted (RBW-008). Returns 0 or a negated errno. */
    public synchronized long rebind() {
        List<Mapping> stale = mappings.values().stream()
                .filter(mapping -> mapping.evicted() || (mapping.pinned() && !mapping.present()))
                .toList();
        for (String step : stale.isEmpty() ? List.<String>of() : REBIND_STEPS) {
            long injected = vm.device().failFunctions().check(step, FaultAttr.Caller.WORKER); // FLT-036
            if (injected != 0) {
                return injected;
            }
        }
        stale.forEach(this::write);
        if (!stale.isEmpty() && !vm.device().has(RBW_032_REBIND_QUEUES_NOTHING)) {
            vm.rebindWorker()
                    .queue(); // bind_op_commit(): a kernel thread that wrote a mapping queues the worker (RBW-032)
        }
        return 0;
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
    synchronized void close() {
        space.unmap(0, 1L << space.addressBits());
        mappings.values().forEach(Mapping::drop);
        mappings.clear();
    }

    /** The mapping at an address, null in a hole. */
    synchronized @Nullable Mapping at(long address) {
        Map.Entry<Long, Mapping> below = mappings.floorEntry(address);
        return below != null && below.getValue().end() > address ? below.getValue() : null;
    }

    /** Userptrs whose pages went away since they were last pinned. */
    synchronized List<Mapping> invalid() {
        return mappings.values().stream().filter(Mapping::invalid).toList();
    }

    /** A buffer is being moved: whether it is mapped. Page faults bring it back; else EXEC or the rebind worker does. */
    synchronized boolean evict(BufferObject buffer) {
        List<Mapping> there = of(buffer);
        there.forEach(mapping -> mapping.setEvicted(true));
        if (vm.faultMode()) {
            there.forEach(this::hide);
        }
        return !there.isEmpty();
    }

    /** The buffers that were moved since the page tables were last written, by address; their entries go. */
    synchronized List<BufferObject> takeEvicted() {
        Set<BufferObject> buffers = new LinkedHashSet<>();
        for (Mapping mapping : mappings.values()) {
            BufferObject buffer = mapping.attributes().buffer();
            if (mapping.evicted() && buffer != null) {
                hide(mapping);
                buffers.add(buffer);
            }
        }
        return List.copyOf(buffers);
    }

    public synchronized boolean anyEvicted() {
        return mappings.values().stream().anyMatch(Mapping::evicted);
    }

    /** Takes a mapping out of the page tables. */
    synchronized void hide(Mapping mapping) {
        mapping.setPresent(false);
        space.unmap(mapping.start(), mapping.end());
    }

    /** Writes the page table entries of a mapping. */
    synchronized void write(Mapping mapping) {
        long offset = mapping.kind() == Mapping.Kind.BUFFER ? mapping.offset() : 0;
        space.map(
                mapping.start(),
                mapping.end(),
                pages(mapping),
                offset,
                mapping.attributes().readOnly());
        mapping.setPresent(true);
        mapping.setEvicted(false);
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
        if (!old.present() || old.evicted() || old.keepsEntriesWhenCutAt(at)) {
            piece.inherit(old);
            return false;
        }
        write(piece);
        return true;
    }
}
