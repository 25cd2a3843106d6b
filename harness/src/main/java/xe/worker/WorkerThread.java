// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;

/** A worker in this process, which ends with it: so that the classes of both sides are seen in one process. */
final class WorkerThread extends Process {
    private final Pipe orders = Pipe.open();
    private final Pipe events = Pipe.open();

    WorkerThread() throws IOException {
        InputStream input = Channels.newInputStream(orders.source());
        OutputStream output = Channels.newOutputStream(events.sink());
        Thread worker = new Thread(() -> new Worker(input, output).work(), "worker");
        worker.setDaemon(true);
        worker.start();
    }

    @Override
    public OutputStream getOutputStream() {
        return Channels.newOutputStream(orders.sink());
    }

    @Override
    public InputStream getInputStream() {
        return Channels.newInputStream(events.source());
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public int waitFor() {
        return 0;
    }

    @Override
    public int exitValue() {
        return 0;
    }

    @Override
    public void destroy() {
        // with this process
    }
}
