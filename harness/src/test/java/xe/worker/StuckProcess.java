// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A process that waits in the kernel and will for ever: it tells something, then nothing, and no signal ends it. */
final class StuckProcess extends Process {
    static final long PID = 4_194_305; // above any pid there can be

    private final String told;
    private final PipedOutputStream silence = new PipedOutputStream();

    /** @param told lines that it wrote before it got stuck */
    StuckProcess(String told) {
        this.told = told;
    }

    @Override
    public InputStream getInputStream() {
        return new SequenceInputStream(
                new ByteArrayInputStream(told.getBytes(StandardCharsets.UTF_8)), getErrorStream());
    }

    @Override
    public InputStream getErrorStream() {
        try {
            return new PipedInputStream(silence);
        } catch (IOException e) {
            return InputStream.nullInputStream(); // it is the other stream that counts
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public long pid() {
        return PID;
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public int waitFor() throws InterruptedException {
        throw new InterruptedException("it never ends");
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
        return false;
    }

    @Override
    public int exitValue() {
        throw new IllegalThreadStateException("it has not ended");
    }

    @Override
    public void destroy() {}

    @Override
    public Process destroyForcibly() {
        return this;
    }
}
