// SPDX-License-Identifier: MIT
package xe.trace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import xe.kernel.Abi;
import xe.kernel.RawMemory;
import xe.kernel.Scratch;

/**
 * Which memory of this process was mapped through a kernel or is {@link Scratch}, so that a trace never touches a bad pointer.
 */
final class ReadableMemory {
    /** @param lasting whether a page that is there once stays there: the process's own, and no buffer's, which can move */
    private record Mapping(long end, boolean readable, boolean lasting) {}

    private final TreeMap<Long, Mapping> byStart = new TreeMap<>();

    /** Pages of lasting mappings that are there. */
    private final TreeSet<Long> resident = new TreeSet<>();

    synchronized void map(long start, long length, int protection, boolean anonymous) {
        cut(start, start + pages(length));
        byStart.put(start, new Mapping(start + pages(length), (protection & Abi.PROT_READ) != 0, anonymous));
    }

    synchronized void unmap(long start, long length) {
        cut(start, start + pages(length));
    }

    synchronized void protect(long start, long length, int protection) {
        long end = start + pages(length);
        boolean known = covers(start, end, false);
        boolean lasting = known && byStart.floorEntry(start).getValue().lasting;
        cut(start, end);
        if (known) {
            byStart.put(start, new Mapping(end, (protection & Abi.PROT_READ) != 0, lasting));
        }
    }

    /** The bytes, or none where any of them may not be read. */
    synchronized byte[] copy(long address, long length) {
        return length > 0 && covers(address, address + length, true)
                ? RawMemory.at(address, length).toArray(ValueLayout.JAVA_BYTE)
                : new byte[0];
    }

    /** How many of the {@code most} bytes at {@code address} may be read, up to the first that may not. */
    synchronized int readable(long address, int most) {
        long at = address;
        while (at < address + most) {
            long end = end(at, true);
            if (end == at) {
                break;
            }
            at = end;
        }
        return (int) Math.min(most, at - address);
    }

    /** How many of the {@code most} bytes at {@code address} may be read without making the kernel map a page. */
    synchronized int resident(long address, int most) {
        int readable = readable(address, most);
        if (readable == 0 || Scratch.around(address) != null) {
            return readable;
        }
        long first = address & -Abi.PAGE_SIZE;
        long pages = pages(address + readable - first) / Abi.PAGE_SIZE;
        if (resident.subSet(first, first + pages * Abi.PAGE_SIZE).size() == pages) {
            return readable;
        }
        int there = (int) RawMemory.resident(address, readable);
        Mapping mapping = byStart.floorEntry(address).getValue();
        long end = mapping.lasting ? Math.min(address + there, mapping.end) : first;
        for (long page = first; page < end; page += Abi.PAGE_SIZE) {
            resident.add(page);
        }
        return there;
    }

    /** What is mapped, start to length. */
    synchronized Map<Long, Long> all() {
        Map<Long, Long> lengths = new TreeMap<>();
        byStart.forEach((start, mapping) -> lengths.put(start, mapping.end - start));
        return lengths;
    }

    private boolean covers(long start, long end, boolean readable) {
        long at = start;
        while (at < end) {
            long there = end(at, readable);
            if (there == at) {
                return false;
            }
            at = there;
        }
        return true;
    }

    /** The end of the mapping that {@code address} lies in; {@code address} itself if it lies in none that will do. */
    private long end(long address, boolean readable) {
        Map.Entry<Long, Mapping> entry = byStart.floorEntry(address);
        if (entry != null && entry.getValue().end > address) {
            return readable && !entry.getValue().readable ? address : entry.getValue().end;
        }
        MemorySegment scratch = Scratch.around(address);
        return scratch == null ? address : scratch.address() + scratch.byteSize();
    }

    private void cut(long start, long end) {
        resident.subSet(start, end).clear();
        for (Map.Entry<Long, Mapping> entry = byStart.lowerEntry(end);
                entry != null && entry.getValue().end > start;
                entry = byStart.lowerEntry(end)) {
            Mapping mapping = entry.getValue();
            byStart.remove(entry.getKey());
            if (mapping.end > end) {
                byStart.put(end, mapping);
            }
            if (entry.getKey() < start) {
                byStart.put(entry.getKey(), new Mapping(start, mapping.readable, mapping.lasting));
            }
        }
    }

    private static long pages(long length) {
        return (length + Abi.PAGE_SIZE - 1) / Abi.PAGE_SIZE * Abi.PAGE_SIZE;
    }
}
