// SPDX-License-Identifier: MIT
package xe.drm;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import xe.kernel.Abi;
import xe.kernel.Kernel;
import xe.kernel.Scratch;
import xe.kernel.SyscallResult;
import xe.uapi.Outcome;

/**
 * A small file or directory of sysfs or debugfs, reached by system calls.
 */
public final class PseudoFile {
    private static final int BUFFER_SIZE = 4096;
    private static final int DIRENT_NAME = 19;

    private final Kernel kernel;
    private final String path;

    public PseudoFile(Kernel kernel, String path) {
        this.kernel = kernel;
        this.path = path;
    }

    public String path() {
        return path;
    }

    /** The file or directory {@code name} below this one. */
    public PseudoFile child(String name) {
        return new PseudoFile(kernel, path + "/" + name);
    }

    /** Whether it can be opened for reading. */
    public boolean exists() {
        return tryOpen().errno() == xe.kernel.Errno.OK;
    }

    /** Opens it for reading and closes it again: the result tells why it cannot be read. */
    public Outcome tryOpen() {
        SyscallResult fd = kernel.open(path, Abi.O_RDONLY | Abi.O_CLOEXEC, 0);
        if (!fd.failed()) {
            kernel.close((int) fd.raw()).ignore();
        }
        return Outcome.of("open(" + path + ")", fd);
    }

    /** Why it cannot be read; empty if it can. */
    public Optional<String> unreadable() {
        Outcome opened = tryOpen();
        return opened.failed() ? Optional.of(opened.toString()) : Optional.empty();
    }

    /** Why it cannot be written; empty if it can. */
    public Optional<String> unwritable() {
        SyscallResult fd = kernel.open(path, Abi.O_WRONLY | Abi.O_CLOEXEC, 0);
        if (fd.failed()) {
            return Optional.of(Outcome.of("open(" + path + ")", fd).toString());
        }
        kernel.close((int) fd.raw()).ignore();
        return Optional.empty();
    }

    /** The first 4096 bytes as text without the last newline; empty if the file cannot be read. */
    public Optional<String> read() {
        SyscallResult fd = kernel.open(path, Abi.O_RDONLY | Abi.O_CLOEXEC, 0);
        if (fd.failed()) {
            return Optional.empty();
        }
        try (Scratch buffer = Scratch.borrow(BUFFER_SIZE)) {
            SyscallResult length = kernel.read((int) fd.raw(), buffer.address(), BUFFER_SIZE);
            return length.failed()
                    ? Optional.empty()
                    : Optional.of(text(buffer.segment(), length.raw()).stripTrailing());
        } finally {
            kernel.close((int) fd.raw()).ignore();
        }
    }

    /** {@link #read} of a file that must be there. */
    @CanIgnoreReturnValue
    public String readOrThrow() {
        return read().orElseThrow(() -> new IllegalStateException("cannot read " + path));
    }

    /** Writes {@code value} in one call; the result is that of open(2) or of write(2). */
    public Outcome tryWrite(String value) {
        String call = "write(" + path + ", \"" + value + "\")";
        SyscallResult fd = kernel.open(path, Abi.O_WRONLY | Abi.O_CLOEXEC, 0);
        if (fd.failed()) {
            return Outcome.of(call, fd);
        }
        byte[] bytes = (value + "\n").getBytes(StandardCharsets.UTF_8);
        try (Scratch buffer = Scratch.borrow(bytes.length)) {
            buffer.segment().copyFrom(MemorySegment.ofArray(bytes));
            return Outcome.of(call, kernel.write((int) fd.raw(), buffer.address(), bytes.length));
        } finally {
            kernel.close((int) fd.raw()).ignore();
        }
    }

    public void write(String value) {
        tryWrite(value).orThrow();
    }

    /** The names in this directory without the two dots, sorted; none if it cannot be read. */
    public List<String> list() {
        List<String> names = new ArrayList<>();
        SyscallResult fd = kernel.open(path, Abi.O_RDONLY | Abi.O_DIRECTORY | Abi.O_CLOEXEC, 0);
        if (fd.failed()) {
            return names;
        }
        try (Scratch buffer = Scratch.borrow(BUFFER_SIZE)) {
            while (true) {
                SyscallResult length = kernel.getdents64((int) fd.raw(), buffer.address(), BUFFER_SIZE);
                if (length.failed() || length.raw() == 0) {
                    break;
                }
                collect(buffer.segment(), length.raw(), names);
            }
        } finally {
            kernel.close((int) fd.raw()).ignore();
        }
        names.sort(null);
        return names;
    }

    private static void collect(MemorySegment dirents, long length, List<String> names) {
        long at = 0;
        while (at < length) {
            String name = dirents.getString(at + DIRENT_NAME);
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
            at += dirents.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16) & 0xffff;
        }
    }

    /** The last part of what this symbolic link points to; empty if it is none. */
    public Optional<String> linkName() {
        try (Scratch buffer = Scratch.borrow(BUFFER_SIZE)) {
            SyscallResult length = kernel.readlink(path, buffer.address(), BUFFER_SIZE);
            if (length.failed()) {
                return Optional.empty();
            }
            String target = text(buffer.segment(), length.raw());
            return Optional.of(target.substring(target.lastIndexOf('/') + 1));
        }
    }

    private static String text(MemorySegment segment, long length) {
        return new String(segment.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return path;
    }
}
