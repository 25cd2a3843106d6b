// SPDX-License-Identifier: MIT
package xe.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;

/**
 * What happens, as it happens, one JSON object per line in {@code outcomes.jsonl}: where the run was made, then a line when a check
 * begins and one when it has ended.
 *
 * <p>Each line is written out at once, so what was measured is there whatever becomes of this process. {@link RecordedRun} reads it.
 */
public final class Journal implements Closeable {
    public static final String FILE = "outcomes.jsonl";

    private final Path file;
    private final FileChannel lines;
    private final boolean sync;
    private final Disk disk;
    private long end;

    /** Where lines are safe; the tests look at what is there by then. */
    interface Disk {
        void force(FileChannel lines) throws IOException;
    }

    private Journal(Path file, boolean sync, Disk disk) throws IOException {
        this.file = file;
        this.sync = sync;
        this.disk = disk;
        lines = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked()) {
            lines.close();
            throw new FileSystemException(file.toString(), null, "another run is writing there");
        }
    }

    /**
     * Begins a journal, in place of an older one.
     *
     * @param sync whether a check's begin, with all before it, is forced to disk before the check does anything
     * @throws IOException also if another process writes to it
     */
    public Journal(Path out, RunInfo run, boolean sync) throws IOException {
        this(out, run, sync, lines -> lines.force(false));
    }

    Journal(Path out, RunInfo run, boolean sync, Disk disk) throws IOException {
        this(out.resolve(FILE), sync, disk);
        lines.truncate(0);
        write(new JsonLine()
                .put("suite", run.suiteVersion())
                .put("backend", run.kernel().backend())
                .put("kernel", run.kernel().release())
                .put("detail", run.kernel().detail())
                .put("gpu", run.kernel().gpu().name().toLowerCase(Locale.ROOT))
                .put("device", run.device())
                .put("rule_book", run.ruleBook())
                .put("arguments", run.arguments())
                .put("start", run.start().toString())
                .put("boot", BootId.current())
                .toString());
    }

    /**
     * Goes on with a journal, behind its last whole line.
     *
     * @throws IOException also if another process writes to it
     */
    public static Journal resume(Path out, boolean sync) throws IOException {
        Journal journal = new Journal(out.resolve(FILE), sync, lines -> lines.force(false));
        long end = journal.lines.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        // Not through the file's name: closing another descriptor of the file would end the lock.
        while (end > 0 && journal.lines.read(last.clear(), end - 1) == 1 && last.get(0) != '\n') {
            end--;
        }
        journal.lines.truncate(end).position(end);
        journal.end = end;
        journal.write(new JsonLine()
                .put("resumed", Instant.now().toString())
                .put("boot", BootId.current())
                .toString());
        return journal;
    }

    private boolean locked() throws IOException {
        try {
            return lines.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The check is about to do its first system call. */
    public void begin(Check check) throws IOException {
        write(new JsonLine()
                .put("begin", check.id())
                .put("start", Instant.now().toString())
                .toString());
        force();
    }

    /** One that a machine takes with it counts as incomplete: until the next check begins, this one may have been what it died of. */
    public void add(CheckOutcome outcome) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        write(OutcomeLine.write(outcome));
    }

    /** The run ends before all checks have; what has begun will not end. */
    public void stop(String why) throws IOException {
        write(new JsonLine().put("stopped", why).toString());
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                lines.write(bytes);
            }
            end += bytes.capacity();
        } catch (IOException e) {
            lines.truncate(end); // no half a line
            throw e;
        }
    }

    private void force() throws IOException {
        if (sync) {
            disk.force(lines);
        }
    }

    @Override
    public void close() throws IOException {
        try (lines) {
            force();
        }
    }
}
