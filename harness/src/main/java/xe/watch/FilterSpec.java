// SPDX-License-Identifier: MIT
package xe.watch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A {@code struct watch_notification_filter}: which records a pipe takes. Built up, then handed to {@link NotificationPipe#filter}.
 */
public final class FilterSpec {
    /** The most entries that the kernel takes. */
    public static final int MAX_ENTRIES = 16;

    private static final int HEADER_SIZE = 8;
    private static final int ENTRY_SIZE = 44;
    private static final int SUBTYPE_WORDS = 8;

    private final List<Entry> entries = new ArrayList<>();
    private int reserved;
    private OptionalInt claimed = OptionalInt.empty();

    private FilterSpec() {}

    /** A filter without an entry, which the kernel refuses. */
    public static FilterSpec empty() {
        return new FilterSpec();
    }

    /** A filter that lets records of one type and subtype pass. */
    public static FilterSpec passing(int type, int subtype) {
        return empty().entry(type, entry -> entry.subtype(subtype));
    }

    /** Adds an entry, whose subtypes and info words {@code change} sets; without any it matches nothing. */
    @CanIgnoreReturnValue
    public FilterSpec entry(int type, Consumer<Entry> change) {
        Entry entry = new Entry(type);
        change.accept(entry);
        entries.add(entry);
        return this;
    }

    /** Sets {@code __reserved}, which must be zero. */
    @CanIgnoreReturnValue
    public FilterSpec reserved(int value) {
        reserved = value;
        return this;
    }

    /** Claims another number of entries than there are. */
    @CanIgnoreReturnValue
    public FilterSpec claimedCount(int value) {
        claimed = OptionalInt.of(value);
        return this;
    }

    /** The struct with its entries behind it. */
    public byte[] bytes() {
        ByteBuffer out =
                ByteBuffer.allocate(HEADER_SIZE + ENTRY_SIZE * entries.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(claimed.orElse(entries.size())).putInt(reserved);
        for (Entry entry : entries) {
            out.putInt(entry.type).putInt(entry.infoFilter).putInt(entry.infoMask);
            for (int word : entry.subtypes) {
                out.putInt(word);
            }
        }
        return out.array();
    }

    @Override
    public String toString() {
        return "{nr_filters=" + Integer.toUnsignedString(claimed.orElse(entries.size()))
                + (reserved == 0 ? "" : ", __reserved=" + reserved) + ", filters=" + entries + "}";
    }

    /** A {@code struct watch_notification_type_filter}. */
    public static final class Entry {
        private final int type;
        private final int[] subtypes = new int[SUBTYPE_WORDS];
        private int infoFilter;
        private int infoMask;

        private Entry(int type) {
            this.type = type;
        }

        /** Lets {@code subtype}, 0 to 255, pass. */
        @CanIgnoreReturnValue
        public Entry subtype(int subtype) {
            subtypes[subtype / Integer.SIZE] |= 1 << subtype % Integer.SIZE;
            return this;
        }

        /** Sets word {@code index} of {@code subtype_filter}. */
        @CanIgnoreReturnValue
        public Entry subtypeWord(int index, int word) {
            subtypes[index] = word;
            return this;
        }

        /** Lets records pass whose info word under {@code mask} is {@code filter}. */
        @CanIgnoreReturnValue
        public Entry info(int filter, int mask) {
            infoFilter = filter;
            infoMask = mask;
            return this;
        }

        /** Lets records with this watch id pass. */
        @CanIgnoreReturnValue
        public Entry watchId(int id) {
            return info(id << 8, 0xff00);
        }

        @Override
        public String toString() {
            return "{type=" + type + ", info_filter=0x" + Integer.toHexString(infoFilter) + ", info_mask=0x"
                    + Integer.toHexString(infoMask) + ", subtype_filter[0]=0x" + Integer.toHexString(subtypes[0]) + "}";
        }
    }
}
