// SPDX-License-Identifier: MIT
package xe.sim.os;

import static xe.kernel.Errno.EAGAIN;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINTR;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ESPIPE;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import xe.kernel.Abi;

/**
 * An open /dev/kmsg: one record per read, {@code priority,sequence,microseconds,-;text}.
 */
final class KmsgFile extends OpenFile {
    private static final Pattern PRIORITY = Pattern.compile("^<([0-9]{1,3})>");
    private static final int DEFAULT_LEVEL = 4;
    private static final int FACILITY_USER = 1 << 3;
    private static final int MAX_LINE = 1024;
    private static final int SEEK_SET = 0;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;

    private final UserMemory memory;
    private final KernelLog log;
    private final Runnable wake = waiters()::wakeAll;
    private int next;

    KmsgFile(int flags, UserMemory memory, KernelLog log) {
        super(flags);
        this.memory = memory;
        this.log = log;
        log.readers().add(wake);
    }

    @Override
    public synchronized long read(Iovec[] vectors, boolean noWait) {
        if (next >= log.size()) {
            if (nonBlocking() || noWait) {
                return EAGAIN.negated();
            }
            if (!waiters().await(() -> next < log.size())) {
                return EINTR.negated();
            }
        }
        KernelLog.Line line = log.line(next);
        String text = line.priority() + "," + next + "," + line.timeUs() + ",-;"
                + line.text().replace("\n", "\\x0a") + "\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (Iovec.total(vectors) < bytes.length) {
            return EINVAL.negated();
        }
        if (memory.scatter(vectors, bytes, 0) < bytes.length) {
            return EFAULT.negated();
        }
        next++;
        return bytes.length;
    }

    @Override
    public long write(Iovec[] vectors, boolean noWait) {
        if (Iovec.total(vectors) > MAX_LINE) {
            return EINVAL.negated();
        }
        byte[] bytes = memory.gather(vectors, MAX_LINE);
        if (bytes == null) {
            return EFAULT.negated();
        }
        String text = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
        Matcher prefix = PRIORITY.matcher(text);
        int priority = FACILITY_USER | DEFAULT_LEVEL;
        if (prefix.find()) {
            int given = Integer.parseInt(prefix.group(1));
            priority = given < FACILITY_USER ? FACILITY_USER | given : given;
            text = text.substring(prefix.end());
        }
        log.append(priority, text);
        return bytes.length;
    }

    @Override
    public synchronized long seek(long offset, int whence) {
        if (offset != 0) {
            return ESPIPE.negated();
        }
        switch (whence) {
            case SEEK_SET, SEEK_DATA -> next = 0;
            case SEEK_END -> next = log.size();
            default -> {
                return EINVAL.negated();
            }
        }
        return 0;
    }

    @Override
    public int poll() {
        return next < log.size() ? Abi.POLLIN | Abi.POLLRDNORM : 0;
    }

    @Override
    protected void release() {
        log.readers().remove(wake);
    }
}
