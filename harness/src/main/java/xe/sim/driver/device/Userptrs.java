// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EPERM;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import xe.kernel.Abi;
import xe.sim.os.AddressSpace;
import xe.sim.os.Machine;
import xe.sim.os.ProcessMaps;

/**
 * The pages of the process that one VM uses, and the notifier that follows them ({@code xe_userptr.c}). They are invalidated
 * without the VM's lock, by the process's munmap; the monitor of the VM's mappings guards what is known of them.
 */
public final class Userptrs {
    private final XeVm vm;
    private final VmMappings mappings;
    /** Pages that the GPU uses where it sees them at their own addresses. */
    private final Set<Long> mirrored = new HashSet<>();

    private final AddressSpace.Notifier notifier;
    private boolean listening;
    private int invalidations;

    /** Counts the invalidations under way: nothing is pinned meanwhile ({@code mmu_interval_read_begin()}). */
    private final class Follower implements AddressSpace.Notifier {
        @Override
        public void invalidate(long start, long end) {
            synchronized (Userptrs.this) {
                invalidations++;
            }
            unpin(start, end);
            unmapMirror(start, end);
        }

        @Override
        public void invalidated() {
            synchronized (Userptrs.this) {
                invalidations--;
                Userptrs.this.notifyAll();
            }
        }
    }

    Userptrs(XeVm vm) {
        this.vm = vm;
        this.mappings = vm.mappings();
        this.notifier = new Follower();
    }

    /** Pins the pages of a userptr: 0, EFAULT if they are not there (BND-113, BND-116), EPERM if not writable (BND-114). */
    public long pin(Mapping mapping) {
        listen();
        awaitInvalidations();
        long end = mapping.offset() + (mapping.end() - mapping.start());
        long result = check(mapping.offset(), end, mapping.attributes().readOnly());
        synchronized (mappings) {
            mapping.setPinned(result == 0);
        }
        return result;
    }

    /** Whether a userptr was invalidated since it was last pinned: {@code xe_vm_userptr_check_repin()}. */
    public boolean needsRepin() {
        return !mappings.invalid().isEmpty();
    }

    /** Pins invalidated userptrs again; a range that is gone is unmapped (RBW-003). Returns 0 or a negated errno. */
    public long repin() {
        long forgotten = 0;
        for (Mapping mapping : mappings.invalid()) {
            long result = pin(mapping);
            if (result == EPERM.negated() && vm.device().has(RebindDefect.RBW_031_NO_WRITE_PERMISSION_NEEDED)) {
                mappings.hide(mapping);
                continue;
            }
            if (result == EFAULT.negated() && has(BindDefect.RBW_003_VANISHED_USERPTR_HIDES_OTHERS)) {
                forget(mappings.invalid());
                return 0;
            }
            if (result == EFAULT.negated() && !has(BindDefect.RBW_003_VANISHED_USERPTR_FAILS)) {
                mappings.hide(mapping);
            } else if (result != 0 && has(BindDefect.RBW_031_LATER_PIN_HIDES_THE_ERROR)) {
                mappings.hide(mapping);
                forgotten = result;
            } else if (result != 0) {
                return result;
            } else {
                forgotten = 0;
            }
        }
        return forgotten;
    }

    private void forget(List<Mapping> others) {
        synchronized (mappings) {
            others.forEach(other -> other.setPinned(false));
        }
        others.forEach(mappings::hide);
    }

    /** Points the page at {@code address} to the process's own page at the same address; false if there is none. */
    boolean mirror(long address, boolean writes) {
        listen();
        awaitInvalidations();
        long page = address & -Abi.PAGE_SIZE;
        if (check(page, page + Abi.PAGE_SIZE, !writes) != 0) {
            return false;
        }
        boolean readOnly = check(page, page + Abi.PAGE_SIZE, false) != 0;
        synchronized (mappings) {
            mirrored.add(page);
        }
        mappings.space().map(page, page + Abi.PAGE_SIZE, new UserPages(machine().memory(), page), 0, readOnly);
        return true;
    }

    /** Whether the GPU uses pages of the process in [start, end), where it sees them at their own addresses. */
    public boolean mirrored(long start, long end) {
        synchronized (mappings) {
            return mirrored.stream().anyMatch(page -> page >= start && page < end);
        }
    }

    /** The VM is closed: follows the process no longer. */
    synchronized void close() {
        if (listening) {
            machine().mappings().removeNotifier(notifier);
            listening = false;
        }
    }

    /** Pages of the process at [start, end) are about to go; userptrs do not use them any more when this returns. */
    private void unpin(long start, long end) {
        List<Mapping> hit = new ArrayList<>();
        synchronized (mappings) {
            for (Mapping mapping : mappings.all()) {
                long from = mapping.offset();
                long to = from + (mapping.end() - mapping.start());
                if (mapping.kind() == Mapping.Kind.USERPTR && mapping.present() && start < to && from < end) {
                    mapping.invalidate();
                    hit.add(mapping);
                }
            }
        }
        if (!hit.isEmpty() && !has(BindDefect.RBW_014_USERPTR_DOES_NOT_PREEMPT)) {
            vm.preemption().triggerAndWait(); // FLT-032, RBW-014
        }
        hit.forEach(mappings::hide);
    }

    private void unmapMirror(long start, long end) {
        synchronized (mappings) {
            mirrored.removeIf(page -> page >= start && page < end);
            for (Mapping mapping : mappings.overlapping(start, end)) {
                if (mapping.kind() == Mapping.Kind.CPU_MIRROR) {
                    mappings.space().unmap(Math.max(start, mapping.start()), Math.min(end, mapping.end()));
                }
            }
        }
    }

    private synchronized void awaitInvalidations() {
        boolean interrupted = false;
        while (invalidations > 0) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long check(long start, long end, boolean readOnly) {
        int protection = ProcessMaps.protection(start, end);
        if ((protection & Abi.PROT_READ) == 0) {
            return has(BindDefect.BND_116_UNREADABLE_MEMORY_EINVAL) ? EINVAL.negated() : EFAULT.negated();
        }
        if ((protection & Abi.PROT_WRITE) != 0) {
            return 0;
        }
        boolean refused = readOnly
                ? has(BindDefect.BND_115_READ_ONLY_REFUSED)
                : !has(BindDefect.BND_114_READ_ONLY_MEMORY_WRITTEN);
        return refused ? EPERM.negated() : 0;
    }

    private boolean has(BindDefect defect) {
        return vm.device().has(defect);
    }

    private synchronized void listen() {
        if (!listening) {
            machine().mappings().addNotifier(notifier);
            listening = true;
        }
    }

    private Machine machine() {
        return vm.device().machine();
    }
}
