// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An open file of /proc, sysfs or debugfs: its text is made when it is read from the start ({@code simple_attr_read}).
 */
final class TextFile extends OpenFile {
    private static final int PAGE = 4096;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    private final UserMemory memory;
    private final Supplier<String> content;
    private final Function<String, Long> store;
    private byte[] text = {};
    private long position;

    TextFile(int flags, UserMemory memory, Supplier<String> content, Function<String, Long> store) {
        super(flags);
        this.memory = memory;
        this.content = content;
        this.store = store;
    }

    @Override
    public boolean regular() {
        return true;
    }

    @Override
    public synchronized long read(Iovec[] vectors, boolean noWait) {
        if (position == 0) {
            text = content.get().getBytes(StandardCharsets.UTF_8);
        }
        if (position >= text.length) {
            return 0;
        }
        long wanted = Iovec.total(vectors);
        int size = (int) Math.min(wanted, text.length - position);
        byte[] part = Arrays.copyOfRange(text, (int) position, (int) position + size);
        int done = memory.scatter(vectors, part, 0);
        position += done;
        return done == 0 && size > 0 ? EFAULT.negated() : done;
    }

    @Override
    public long pread(long buffer, long count, long offset) {
        TextFile view = new TextFile(flags(), memory, content, store);
        view.text = content.get().getBytes(StandardCharsets.UTF_8);
        view.position = offset;
        return view.read(new Iovec[] {new Iovec(buffer, count)}, false);
    }

    @Override
    public long write(Iovec[] vectors, boolean noWait) {
        byte[] bytes = memory.gather(vectors, PAGE);
        if (bytes == null) {
            return EFAULT.negated();
        }
        long result = store.apply(new String(bytes, StandardCharsets.UTF_8));
        return result < 0 ? result : bytes.length;
    }

    @Override
    public synchronized long seek(long offset, int whence) {
        long base = switch (whence) {
            case SEEK_SET -> 0;
            case SEEK_CUR -> position;
            case SEEK_END -> text.length;
            default -> -1;
        };
        if (base < 0 || base + offset < 0) {
            return EINVAL.negated();
        }
        position = base + offset;
        return position;
    }
}
