// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EACCES;
import static xe.kernel.Errno.EINVAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import xe.kernel.Abi;
import xe.kernel.LinuxKernel;

/**
 * The calling process's mappings ({@code struct mm_struct}): real memory, with the driver told before a range goes away.
 */
public final class AddressSpace implements AutoCloseable {
    /** Told of ranges that are about to be unmapped or remapped, as a userptr's interval notifier is. */
    public interface Notifier {
        /** Runs before the pages go. May wait for the GPU to stop using them. */
        void invalidate(long start, long end);

        /** Runs after the pages have gone, once for each {@link #invalidate}. */
        default void invalidated() {}
    }

    /** A file mapping; each holds one reference on its file. {@code forbidden} has the PROT_* bits it can never get. */
    private record Mapping(long end, OpenFile owner, int forbidden) {}

    private static final LinuxKernel HOST = new LinuxKernel();

    private final List<Notifier> notifiers = new CopyOnWriteArrayList<>();
    private final TreeMap<Long, Mapping> shared = new TreeMap<>();

    public void addNotifier(Notifier notifier) {
        notifiers.add(notifier);
    }

    public void removeNotifier(Notifier notifier) {
        notifiers.remove(notifier);
    }

    /** Maps anonymous memory. */
    public long mmap(long address, long length, int protection, int flags, long offset) {
        boolean replaces = (flags & Abi.MAP_FIXED) != 0;
        List<Notifier> told = replaces ? invalidate(address, address + length) : List.of();
        long mapped = HOST.mmap(address, length, protection, flags, -1, offset).raw();
        told.forEach(Notifier::invalidated);
        if (mapped > 0 && (flags & Abi.MAP_FIXED) != 0) {
            forget(mapped, mapped + pageAligned(length));
        }
        return mapped;
    }

    /** Maps part of a shared buffer into the process; {@code owner} is kept referenced until the last byte is unmapped. */
    public long mmapShared(
            OpenFile owner, SharedMemory buffer, long address, long length, int protection, int flags, long offset) {
        boolean replaces = (flags & Abi.MAP_FIXED) != 0;
        List<Notifier> told = replaces ? invalidate(address, address + length) : List.of();
        long mapped = HOST.mmap(
                        address, length, protection, flags & ~Abi.MAP_ANONYMOUS, buffer.fd(), buffer.offset() + offset)
                .raw();
        told.forEach(Notifier::invalidated);
        if (mapped > 0) {
            long end = mapped + pageAligned(length);
            forget(mapped, end);
            synchronized (shared) {
                shared.put(mapped, new Mapping(end, owner.get(), 0));
            }
        }
        return mapped;
    }

    public long munmap(long address, long length) {
        if (length <= 0 || (address & Abi.PAGE_SIZE - 1) != 0) {
            return EINVAL.negated();
        }
        long end = address + pageAligned(length);
        List<Notifier> told = invalidate(address, end);
        long result = HOST.munmap(address, length).raw();
        told.forEach(Notifier::invalidated);
        if (result == 0) {
            forget(address, end);
        }
        return result;
    }

    /** Takes PROT_* bits from a file mapping for good ({@code VM_MAYREAD} and its like). */
    public void forbid(long address, int protection) {
        synchronized (shared) {
            shared.computeIfPresent(
                    address, (start, mapping) -> new Mapping(mapping.end(), mapping.owner(), protection));
        }
    }

    private boolean forbidden(long address, int protection) {
        synchronized (shared) {
            Map.Entry<Long, Mapping> entry = shared.floorEntry(address);
            return entry != null
                    && address < entry.getValue().end()
                    && (entry.getValue().forbidden() & protection) != 0;
        }
    }

    public long mprotect(long address, long length, int protection) {
        if (forbidden(address, protection)) {
            return EACCES.negated();
        }
        List<Notifier> told = invalidate(address, address + pageAligned(length));
        long result = HOST.mprotect(address, length, protection).raw();
        told.forEach(Notifier::invalidated);
        return result;
    }

    /** Unmaps every file mapping; anonymous memory stays with those who mapped it. */
    @Override
    public void close() {
        List<Map.Entry<Long, Mapping>> left;
        synchronized (shared) {
            left = new ArrayList<>(shared.entrySet());
        }
        for (Map.Entry<Long, Mapping> mapping : left) {
            munmap(mapping.getKey(), mapping.getValue().end() - mapping.getKey());
        }
    }

    /** Tells the notifiers; the result is to be told when the pages have gone. */
    private List<Notifier> invalidate(long start, long end) {
        List<Notifier> told = List.copyOf(notifiers);
        told.forEach(notifier -> notifier.invalidate(start, end));
        return told;
    }

    /** Cuts the range out of the file mappings and drops the references of those that are gone. */
    private void forget(long start, long end) {
        List<OpenFile> dropped = new ArrayList<>();
        synchronized (shared) {
            Map.Entry<Long, Mapping> entry = shared.lowerEntry(end);
            while (entry != null && entry.getValue().end() > start) {
                long from = entry.getKey();
                Mapping mapping = entry.getValue();
                shared.remove(from);
                if (from < start) {
                    shared.put(from, new Mapping(start, mapping.owner().get(), mapping.forbidden()));
                }
                if (mapping.end() > end) {
                    shared.put(end, new Mapping(mapping.end(), mapping.owner().get(), mapping.forbidden()));
                }
                dropped.add(mapping.owner());
                entry = shared.lowerEntry(Math.min(from, start));
            }
        }
        dropped.forEach(OpenFile::put);
    }

    private static long pageAligned(long length) {
        return length + Abi.PAGE_SIZE - 1 & -Abi.PAGE_SIZE;
    }
}
