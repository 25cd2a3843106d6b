// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EPERM;

import xe.kernel.Abi;
import xe.sim.os.AddressSpace;
import xe.sim.os.Machine;
import xe.sim.os.ProcessMaps;

/**
 * The pages of the process that one VM has pinned, and the notifier that follows them ({@code xe_userptr.c}).
 */
final class Userptrs {
    private final VmMappings mappings;
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
            mappings.invalidate(start, end);
        }

        @Override
        public void invalidated() {
            synchronized (Userptrs.this) {
                invalidations--;
                Userptrs.this.notifyAll();
            }
        }
    }

    Userptrs(VmMappings mappings) {
        this.mappings = mappings;
        this.notifier = new Follower();
    }

    /** Pins the pages of a userptr: 0, EFAULT if they are not there (BND-113, BND-116), EPERM if not writable (BND-114). */
    long pin(Mapping mapping) {
        listen();
        awaitInvalidations();
        long end = mapping.offset() + (mapping.end() - mapping.start());
        long result = check(mapping.offset(), end, mapping.attributes().readOnly());
        synchronized (mappings) {
            mapping.setPinned(result == 0);
        }
        return result;
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
        mappings.addMirrored(page);
        mappings.space().map(page, page + Abi.PAGE_SIZE, new UserPages(machine().memory(), page), 0, readOnly);
        return true;
    }

    synchronized void close() {
        if (listening) {
            machine().mappings().removeNotifier(notifier);
            listening = false;
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
        return mappings.vm().device().has(defect);
    }

    private synchronized void listen() {
        if (!listening) {
            machine().mappings().addNotifier(notifier);
            listening = true;
        }
    }

    private Machine machine() {
        return mappings.vm().device().machine();
    }
}
