// SPDX-License-Identifier: MIT
package xe.sim.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.sim.os.Defect;
import xe.sim.os.Defects;
import xe.sim.os.Iovec;
import xe.sim.os.Machine;
import xe.sim.os.OpenFile;

/** One notification pipe of a machine, with a list that posts records of eight bytes and one byte of payload each. */
final class Rig implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(1 << 16);
    private final Machine machine;
    private final WatchList list;
    private final PipeEnd reader;
    private final PipeEnd writer;

    Rig(Defect... defects) {
        machine = Machine.boot(new Defects(Set.of(defects)), false);
        list = new WatchList(machine);
        new Pipes(machine, true, 3).pipe2(memory.address(), Abi.O_NOTIFICATION_PIPE | Abi.O_NONBLOCK);
        reader = end(memory.get(JAVA_INT, 0));
        writer = end(memory.get(JAVA_INT, 4));
    }

    private PipeEnd end(int fd) {
        OpenFile file = Objects.requireNonNull(machine.files().get(fd));
        file.put();
        return (PipeEnd) file;
    }

    Machine machine() {
        return machine;
    }

    WatchList list() {
        return list;
    }

    PipeEnd reader() {
        return reader;
    }

    PipeEnd writer() {
        return writer;
    }

    WatchQueue queue() {
        return Objects.requireNonNull(WatchQueue.of(reader));
    }

    /** Sizes the pipe and subscribes it with id 7. */
    Rig sized(int notes) {
        must(reader.ioctl(WatchQueue.IOC_WATCH_QUEUE_SET_SIZE, notes));
        must(list.add(queue(), 7));
        return this;
    }

    void post(int first, int count) {
        for (int i = 0; i < count; i++) {
            list.post(WatchRecord.TYPE_DRM_XE_NOTIFY, 0, new byte[] {(byte) (first + i)});
        }
    }

    long setFilter(int... words) {
        MemorySegment filter = memory.asSlice(4096);
        for (int i = 0; i < words.length; i++) {
            filter.setAtIndex(JAVA_INT, i, words[i]);
        }
        return reader.ioctl(WatchQueue.IOC_WATCH_QUEUE_SET_FILTER, filter.address());
    }

    /** What one read gives: payload numbers, {@code loss}, {@code removal}, or an errno. */
    String read(long size) {
        long done = reader.read(new Iovec[] {new Iovec(memory.address(), size)}, false);
        if (done < 0) {
            return Errno.of((int) -done).name();
        }
        StringBuilder text = new StringBuilder();
        byte[] bytes = memory.asSlice(0, done).toArray(JAVA_BYTE);
        for (int at = 0; at < bytes.length; at += bytes[at + 4] & 0x7f) {
            byte[] head = Arrays.copyOfRange(bytes, at, at + 8);
            boolean meta = head[0] == 0;
            String name = meta ? HexFormat.of().formatHex(head) : String.valueOf(bytes[at + 8]);
            text.append(text.isEmpty() ? "" : " ").append(name);
        }
        return text.toString().replace("0000000108000000", "loss").replace("0000000008070000", "removal");
    }

    private static void must(long result) {
        if (result != 0) {
            throw new IllegalStateException("set-up gives " + Errno.of((int) -result));
        }
    }

    @Override
    public void close() {
        machine.files().close();
        arena.close();
    }
}
