// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import org.jspecify.annotations.Nullable;
import xe.kernel.Abi;

/**
 * A mapping of a VM ({@code struct xe_vma}): [start, end) of the address space and what is there.
 *
 * <p>It holds a reference to its buffer. Guarded by the monitor of its {@link VmMappings}.
 */
public final class Mapping {
    private static final long MEDIUM_PAGE = 65536;
    private static final long UNKNOWN_PAGE = 1L << 30;

    /** What a mapping leads to. */
    public enum Kind {
        BUFFER,
        USERPTR,
        /** Reads zero, drops writes. */
        NULL,
        /** The process's own address space at the same addresses. */
        CPU_MIRROR
    }

    /**
     * What all pieces of a mapping share.
     *
     * @param kind what is mapped
     * @param buffer null unless a buffer is
     * @param readOnly whether GPU writes fault
     * @param patIndex index into the PAT table that the bind asked for
     * @param fence the user fence that the bind has still to write, if any
     */
    public record Attributes(
            Kind kind,
            @Nullable BufferObject buffer,
            boolean readOnly,
            int patIndex,
            @Nullable UserFence fence) {}

    private final long start;
    private final long end;
    private final long offset;
    private final Attributes attributes;

    private Advice advice;
    private boolean present;
    private boolean invalid;
    private boolean pinned;
    private boolean evicted;
    private long largestPage = UNKNOWN_PAGE;

    /** @param offset into the buffer, or the address in the process */
    public Mapping(long start, long end, long offset, Attributes attributes) {
        this(start, end, offset, attributes, Advice.none(attributes.patIndex()));
    }

    private Mapping(long start, long end, long offset, Attributes attributes, Advice advice) {
        this.start = start;
        this.end = end;
        this.offset = offset;
        this.attributes = attributes;
        this.advice = advice;
        if (attributes.buffer() != null) {
            attributes.buffer().get();
            attributes.buffer().purgeState().mapped(advice.dontNeed());
        }
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    long offset() {
        return offset;
    }

    public Attributes attributes() {
        return attributes;
    }

    public Kind kind() {
        return attributes.kind();
    }

    /** The part of this mapping between two of its addresses. */
    public Mapping part(long from, long to) {
        return new Mapping(from, to, offset + (from - start), attributes, advice);
    }

    public Advice advice() {
        return advice;
    }

    public void advise(Advice value) {
        advice = value;
    }

    /** Says whether this mapping needs the buffer's content. */
    public void advisePurgeable(BufferObject buffer, boolean dontNeed) {
        if (advice.dontNeed() == dontNeed) {
            return;
        }
        advice = advice.withDontNeed(dontNeed);
        if (dontNeed) {
            buffer.purgeState().release();
        } else {
            buffer.purgeState().need();
        }
    }

    /** The mapping is gone. */
    public void drop() {
        if (attributes.buffer() != null) {
            attributes.buffer().purgeState().unmapped(advice.dontNeed());
            attributes.buffer().put();
        }
    }

    /** Whether the page tables lead to it. */
    public boolean present() {
        return present;
    }

    /** Whether a userptr's pages went away since it was pinned. */
    public boolean invalid() {
        return invalid;
    }

    /** The process's pages go away. */
    void invalidate() {
        invalid = true;
        pinned = false;
    }

    /** An attempt to pin was made. */
    void setPinned(boolean value) {
        invalid = false;
        pinned = value;
    }

    /** Whether a userptr's pages are pinned, in the page tables or not. */
    boolean pinned() {
        return pinned;
    }

    /** Whether the buffer was moved since the page tables were last written. */
    boolean evicted() {
        return evicted;
    }

    void setEvicted(boolean value) {
        evicted = value;
    }

    /** The page tables were written. */
    void setPresent(boolean value) {
        present = value;
        if (value) {
            boolean medium = (start | end | offset) % MEDIUM_PAGE == 0 && kind() == Kind.BUFFER;
            largestPage = medium ? MEDIUM_PAGE : Abi.PAGE_SIZE;
        }
    }

    /** A piece whose page table entries are kept as they are. */
    void inherit(Mapping whole) {
        present = whole.present;
        inheritPin(whole);
        largestPage = whole.largestPage;
    }

    /** A piece whose page table entries are written anew. */
    void inheritPin(Mapping whole) {
        invalid = whole.invalid;
        pinned = whole.pinned;
        evicted = whole.evicted;
    }

    /**
     * Whether a piece that is cut off at {@code address} keeps its entries: no large page is cut
     * ({@code skip_prev} and {@code skip_next} of {@code vm_bind_ioctl_ops_parse()}).
     */
    boolean keepsEntriesWhenCutAt(long address) {
        return kind() != Kind.USERPTR && address % largestPage == 0;
    }

    boolean overlaps(long from, long to) {
        return start < to && from < end;
    }
}
