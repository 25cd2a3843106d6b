// SPDX-License-Identifier: MIT
package xe.kernel;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of this process for a model of the kernel, as many as there is work at once. One that has nothing to do serves whoever asks
 * next, be it another machine: to start a thread takes longer than most of what is done in one.
 */
public final class HostThreads {
    private static final int IDLE_MS = 200;

    private static final Executor KWORKERS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_MS,
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            task -> Thread.ofPlatform().daemon().name("kworker").unstarted(task));

    private HostThreads() {}

    /** Has {@code task} run at once; nobody waits for its end. */
    public static void run(Runnable task) {
        KWORKERS.execute(task);
    }
}
