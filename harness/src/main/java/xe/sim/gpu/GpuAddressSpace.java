// SPDX-License-Identifier: MIT
package xe.sim.gpu;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The page tables of one VM and the walk through them.
 *
 * <p>{@link #map} and {@link #unmap} return when no access through the old entries is under way, as after a TLB
 * invalidation. Ranges are multiples of the page size.
 */
public final class GpuAddressSpace {
    private record Entry(long start, long end, GpuPages pages, long offset, boolean readOnly) {
        Entry part(long from, long to) {
            return new Entry(from, to, pages, offset + (from - start), readOnly);
        }
    }

    /** Bits of an address that choose an entry of the lowest table, then nine more for each level above. */
    private static final int PAGE_TABLE_BITS = 21;

    private final int addressBits;
    private final boolean scratch;
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /**
     * @param addressBits 48 (four levels) or 57 (five levels)
     * @param scratch whether addresses without a mapping lead to a scratch page instead of a fault
     */
    public GpuAddressSpace(int addressBits, boolean scratch) {
        this.addressBits = addressBits;
        this.scratch = scratch;
    }

    public int addressBits() {
        return addressBits;
    }

    /** Points [start, end) to {@code pages} from {@code offset} on, replacing what was there. */
    public void map(long start, long end, GpuPages pages, long offset, boolean readOnly) {
        lock.writeLock().lock();
        try {
            clear(start, end);
            entries.put(start, new Entry(start, end, pages, offset, readOnly));
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Clears the entries of [start, end). */
    public void unmap(long start, long end) {
        lock.writeLock().lock();
        try {
            clear(start, end);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Reads 4 or 8 bytes, little endian.
     *
     * @throws GpuFaultException if the walk ends without a page
     */
    public long read(long address, int bytes) throws GpuFaultException {
        lock.readLock().lock();
        try {
            Entry entry = walk(address, GpuFault.Access.READ);
            return entry == null ? 0 : entry.pages.read(entry.offset + (page(address) - entry.start), bytes);
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Writes 4 or 8 bytes, little endian.
     *
     * @throws GpuFaultException if the walk ends without a page, or at a read-only one
     */
    public void write(long address, int bytes, long value) throws GpuFaultException {
        lock.readLock().lock();
        try {
            Entry entry = walk(address, GpuFault.Access.WRITE);
            if (entry != null) {
                entry.pages.write(entry.offset + (page(address) - entry.start), bytes, value);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Adds to a dword and writes it back.
     *
     * @throws GpuFaultException as {@link #write}, as an atomic access
     */
    public void add(long address, int addend) throws GpuFaultException {
        lock.writeLock().lock();
        try {
            Entry entry = walk(address, GpuFault.Access.ATOMIC);
            if (entry != null) {
                long at = entry.offset + (page(address) - entry.start);
                entry.pages.write(at, Integer.BYTES, entry.pages.read(at, Integer.BYTES) + addend);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The entry that an access uses; null for scratch. */
    private @Nullable Entry walk(long address, GpuFault.Access access) throws GpuFaultException {
        long at = page(address);
        Map.Entry<Long, Entry> below = entries.floorEntry(at);
        Entry entry = below == null || below.getValue().end <= at ? null : below.getValue();
        if (entry == null) {
            if (scratch) {
                return null;
            }
            throw new GpuFaultException(new GpuFault(at, access, GpuFault.Type.NOT_PRESENT, missingLevel(at)));
        }
        if (entry.readOnly && access != GpuFault.Access.READ) {
            throw new GpuFaultException(new GpuFault(at, access, GpuFault.Type.WRITE_ACCESS, 0));
        }
        return entry;
    }

    /** The level of the first table on the way down that has no entry for the address. */
    private int missingLevel(long address) {
        int top = addressBits > 48 ? 4 : 3;
        for (int level = 0; level < top; level++) {
            int bits = PAGE_TABLE_BITS + 9 * level;
            long start = address >>> bits << bits;
            long end = start + (1L << bits);
            Map.Entry<Long, Entry> last = entries.lowerEntry(end);
            if (last != null && last.getValue().end > start) {
                return level;
            }
        }
        return top;
    }

    /** The address without its sign extension. */
    private long page(long address) {
        return address & ((1L << addressBits) - 1);
    }

    private void clear(long start, long end) {
        Map.Entry<Long, Entry> below = entries.lowerEntry(start);
        if (below != null && below.getValue().end > start) {
            Entry cut = below.getValue();
            entries.put(cut.start, cut.part(cut.start, start));
            if (cut.end > end) {
                entries.put(end, cut.part(end, cut.end));
            }
        }
        Map.Entry<Long, Entry> last = entries.lowerEntry(end);
        if (last != null && last.getKey() >= start && last.getValue().end > end) {
            entries.put(end, last.getValue().part(end, last.getValue().end));
        }
        entries.subMap(start, true, end, false).clear();
    }
}
