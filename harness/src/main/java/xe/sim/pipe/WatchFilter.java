// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.OK;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.kernel.Errno;
import xe.sim.os.Machine;

/**
 * Which records a queue takes ({@code struct watch_filter}): the entries of known types, in the order given.
 */
record WatchFilter(List<Entry> entries) {
    private static final int HEADER = 8;
    private static final int ENTRY = 44;
    private static final int MAX_ENTRIES = 16;
    private static final int MAX_ENTRIES_OF_DEFECT = 32;
    private static final int INFO_LENGTH = 0x7f;
    private static final int INFO_BIT_7 = 0x80;
    private static final int INFO_ALL_BUT_LENGTH = 0xffffff80;
    private static final int INFO_ID = 0xff00;

    /** One {@code struct watch_notification_type_filter}; {@code subtypes} is word 0, {@code beyond} the rest OR-ed. */
    private record Entry(int type, int infoFilter, int infoMask, int subtypes, int beyond) {}

    /** A parsed filter, or why it is refused. */
    record Parsed(@Nullable WatchFilter filter, Errno error) {}

    /** {@code watch_queue_set_filter()} for a pointer that is not NULL. */
    static Parsed parse(Machine machine, long address, int knownTypes) {
        byte[] header = machine.memory().bytes(address, HEADER);
        if (header == null) { // NP-032
            return refused(machine.has(PipeDefect.NP_032_UNREADABLE_HEADER_EINVAL) ? EINVAL : EFAULT);
        }
        MemorySegment head = MemorySegment.ofArray(header);
        int count = head.get(JAVA_INT_UNALIGNED, 0);
        boolean arrayFirst = machine.has(PipeDefect.NP_033_ARRAY_READ_FIRST);
        int readAhead = Math.clamp(Integer.toUnsignedLong(count), 0, MAX_ENTRIES_OF_DEFECT);
        if (arrayFirst && machine.memory().bytes(address + HEADER, readAhead * ENTRY) == null) {
            return refused(EFAULT);
        }
        if (!countAllowed(machine, count)) {
            return refused(EINVAL);
        }
        if (head.get(JAVA_INT_UNALIGNED, 4) != 0 && !machine.has(PipeDefect.NP_034_RESERVED_IGNORED)) {
            return refused(EINVAL);
        }
        byte[] array = machine.memory().bytes(address + HEADER, count * ENTRY);
        if (array == null) { // NP-035
            return refused(machine.has(PipeDefect.NP_035_UNREADABLE_ARRAY_EINVAL) ? EINVAL : EFAULT);
        }
        List<Entry> known = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Entry entry = entry(MemorySegment.ofArray(array).asSlice((long) i * ENTRY, ENTRY));
            boolean unknown = Integer.compareUnsigned(entry.type, knownTypes) >= 0;
            boolean checked = !unknown || !machine.has(PipeDefect.NP_039_UNKNOWN_TYPE_UNCHECKED);
            if (checked && !masksAllowed(machine, entry)) {
                return refused(EINVAL);
            }
            boolean driverType = entry.type == WatchRecord.TYPE_DRM_XE_NOTIFY;
            if (driverType && machine.has(PipeDefect.FEAT_006_DRIVER_TYPE_REFUSED)) {
                return refused(EINVAL);
            }
            if (unknown && refusesType(machine, entry.type)) {
                return refused(EINVAL);
            }
            if (entry.type == 0 && machine.has(PipeDefect.NP_051_META_REFUSED)) {
                return refused(EINVAL);
            }
            if (!unknown) {
                known.add(entry);
            }
        }
        if (known.isEmpty() && machine.has(PipeDefect.NP_041_EMPTY_SET_LETS_ALL_PASS)) {
            return new Parsed(null, OK);
        }
        return new Parsed(new WatchFilter(known), OK);
    }

    /** {@code filter_watch_notification()}. */
    boolean passes(Machine machine, int type, int subtype, int info) {
        if (machine.has(PipeDefect.NP_043_ENTRIES_ARE_ANDED)) {
            return !entries.isEmpty()
                    && entries.stream().allMatch(entry -> matches(machine, entry, type, subtype, info));
        }
        return entries.stream().anyMatch(entry -> matches(machine, entry, type, subtype, info));
    }

    private static boolean matches(Machine machine, Entry entry, int type, int subtype, int info) {
        int seen = machine.has(PipeDefect.NP_046_ID_INSERTED_AFTER_FILTER) ? info & ~INFO_ID : info;
        boolean infoMatches =
                (seen & entry.infoMask) == entry.infoFilter || machine.has(PipeDefect.NP_043_INFO_NOT_COMPARED);
        return type == entry.type && subtypeMatches(machine, entry, subtype) && infoMatches;
    }

    private static boolean subtypeMatches(Machine machine, Entry entry, int subtype) {
        if (entry.subtypes == 0 && machine.has(PipeDefect.NP_045_EMPTY_SUBTYPES_LET_ALL_PASS)) {
            return true;
        }
        int bits = machine.has(PipeDefect.NP_044_OTHER_WORDS_COUNT) ? entry.subtypes | entry.beyond : entry.subtypes;
        return subtype < Integer.SIZE && (bits & 1 << subtype) != 0; // NP-044: only word 0 is kept
    }

    private static boolean countAllowed(Machine machine, int count) {
        if (count == 0) {
            return machine.has(PipeDefect.NP_033_NO_ENTRY_ACCEPTED);
        }
        int limit = machine.has(PipeDefect.NP_033_SEVENTEEN_ACCEPTED) ? MAX_ENTRIES_OF_DEFECT : MAX_ENTRIES;
        return count > 0 && count <= limit;
    }

    private static boolean masksAllowed(Machine machine, Entry entry) {
        if ((entry.infoFilter & ~entry.infoMask) != 0 && !machine.has(PipeDefect.NP_036_FILTER_OUTSIDE_MASK_ACCEPTED)) {
            return false;
        }
        if ((entry.infoMask & INFO_LENGTH) != 0 && !machine.has(PipeDefect.NP_037_LENGTH_IN_MASK_ACCEPTED)) {
            return false;
        }
        if (entry.infoMask == INFO_ALL_BUT_LENGTH) {
            return !machine.has(PipeDefect.NP_047_WHOLE_MASK_REFUSED);
        }
        return (entry.infoMask & INFO_BIT_7) == 0 || !machine.has(PipeDefect.NP_038_BIT_7_REFUSED);
    }

    private static boolean refusesType(Machine machine, int type) {
        return machine.has(PipeDefect.NP_040_UNKNOWN_TYPE_REFUSED)
                || (type == WatchRecord.TYPE_DRM_XE_NOTIFY && machine.has(PipeDefect.NP_042_XE_TYPE_REFUSED));
    }

    private static Entry entry(MemorySegment bytes) {
        int beyond = 0;
        for (int offset = 16; offset < ENTRY; offset += Integer.BYTES) {
            beyond |= bytes.get(JAVA_INT_UNALIGNED, offset);
        }
        return new Entry(
                bytes.get(JAVA_INT_UNALIGNED, 0),
                bytes.get(JAVA_INT_UNALIGNED, 4),
                bytes.get(JAVA_INT_UNALIGNED, 8),
                bytes.get(JAVA_INT_UNALIGNED, 12),
                beyond);
    }

    private static Parsed refused(Errno error) {
        return new Parsed(null, error);
    }
}
