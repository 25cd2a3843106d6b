// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import xe.report.Check;

/** Names each check in the kernel log before it begins, as IGT does, so that the log of a machine that died tells in which one. */
final class LogMark {
    private static final int INFO = 6;

    /** The kernel lets a descriptor have so many lines in five seconds. */
    private static final int LINES = 10;

    private final Path log;
    private @Nullable FileChannel open;
    private int written;

    /** @param log /dev/kmsg; a user who may not write there goes without */
    LogMark(Path log) {
        this.log = log;
    }

    synchronized void begin(Check check) {
        byte[] line = "<%d>xe-cts: begin %s\n".formatted(INFO, check.id()).getBytes(StandardCharsets.UTF_8);
        try {
            channel().write(ByteBuffer.wrap(line));
        } catch (IOException e) {
            // then without
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel channel = open;
        if (channel != null && written % LINES == 0) {
            channel.close();
            channel = null;
        }
        if (channel == null) {
            channel = FileChannel.open(log, StandardOpenOption.WRITE);
            open = channel;
        }
        written++;
        return channel;
    }
}
