// SPDX-License-Identifier: MIT
package xe.worker;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A worker whose JVM starts while nobody has read yet what it is to do. If nobody takes it, it ends with this process. */
public final class HeadStart {
    private final AtomicReference<@Nullable Process> process;

    private HeadStart(@Nullable Process process) {
        this.process = new AtomicReference<>(process);
    }

    /** No worker yet. */
    public static HeadStart none() {
        return new HeadStart(null);
    }

    public static HeadStart begin() {
        try {
            return new HeadStart(WorkerCommand.startProcess());
        } catch (IOException e) {
            return none(); // whoever needs a worker is told
        }
    }

    /** The worker, once. */
    Optional<Process> take() {
        return Optional.ofNullable(process.getAndSet(null));
    }
}
