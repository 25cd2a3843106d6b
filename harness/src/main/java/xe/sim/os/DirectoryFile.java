// SPDX-License-Identifier: MIT
package xe.sim.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EISDIR;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An open directory: getdents64 lists the names that it had when it was read from the start.
 */
final class DirectoryFile extends OpenFile {
    private static final int HEADER = 19;

    private record Entry(String name, byte type) {}

    private final UserMemory memory;
    private final Node.Directory directory;
    private final List<Entry> entries = new ArrayList<>();
    private int position;

    DirectoryFile(int flags, UserMemory memory, Node.Directory directory) {
        super(flags);
        this.memory = memory;
        this.directory = directory;
    }

    @Override
    public boolean canPoll() {
        return false;
    }

    @Override
    public long read(Iovec[] vectors, boolean noWait) {
        return EISDIR.negated();
    }

    @Override
    public synchronized long seek(long offset, int whence) {
        if (whence != 0 || offset < 0) {
            return EINVAL.negated();
        }
        position = (int) offset;
        return offset;
    }

    @Override
    public synchronized long getdents64(long buffer, long size) {
        if (position == 0) {
            list();
        }
        long written = 0;
        while (position < entries.size()) {
            MemorySegment record = encode(entries.get(position), position + 1);
            if (written + record.byteSize() > size) {
                return written == 0 ? EINVAL.negated() : written;
            }
            if (!memory.copyTo(buffer + written, record)) {
                return written == 0 ? EFAULT.negated() : written;
            }
            written += record.byteSize();
            position++;
        }
        return written;
    }

    private void list() {
        entries.clear();
        entries.add(new Entry(".", Node.DT_DIR));
        entries.add(new Entry("..", Node.DT_DIR));
        for (String name : directory.names()) {
            Node child = directory.child(name);
            if (child != null) {
                entries.add(new Entry(name, child.type()));
            }
        }
    }

    /** One {@code struct linux_dirent64}. */
    private static MemorySegment encode(Entry entry, long next) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        int length = HEADER + name.length + 1 + 7 & ~7;
        MemorySegment record = MemorySegment.ofArray(new byte[length]);
        record.set(JAVA_LONG_UNALIGNED, 0, Integer.toUnsignedLong(entry.name().hashCode()) + 1);
        record.set(JAVA_LONG_UNALIGNED, 8, next);
        record.set(JAVA_SHORT_UNALIGNED, 16, (short) length);
        record.set(JAVA_BYTE, 18, entry.type());
        MemorySegment.copy(name, 0, record, JAVA_BYTE, HEADER, name.length);
        return record;
    }
}
