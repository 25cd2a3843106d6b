// SPDX-License-Identifier: MIT
package xe.watch;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import xe.kernel.Deadline;
import xe.kernel.Kernel;
import xe.kernel.NativeMemory;
import xe.uapi.Outcome;

/**
 * A read that may block, made by a thread of its own so that a kernel that never returns hangs no check.
 */
public final class BackgroundRead {
    private final NativeMemory buffer;
    private final CompletableFuture<Outcome> result;

    private BackgroundRead(NativeMemory buffer, CompletableFuture<Outcome> result) {
        this.buffer = buffer;
        this.result = result;
    }

    /** read(2) of {@code count} bytes. */
    public static BackgroundRead start(Kernel kernel, Fd fd, int count) {
        return start(kernel, count, address -> fd.tryRead(address, count));
    }

    /** Any call that reads into a buffer of {@code size} bytes, whose address it is given. */
    public static BackgroundRead start(Kernel kernel, int size, LongFunction<Outcome> call) {
        NativeMemory buffer = NativeMemory.allocate(kernel, size);
        CompletableFuture<Outcome> result = new CompletableFuture<>();
        Thread.ofPlatform().name("xe-cts read").daemon().start(() -> {
            try {
                result.complete(call.apply(buffer.address()));
            } catch (RuntimeException failed) {
                result.completeExceptionally(failed);
            }
        });
        return new BackgroundRead(buffer, result);
    }

    /** Whether the call has not returned after {@code within}. */
    public boolean blocksFor(Duration within) {
        try {
            Outcome _ = result.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException late) {
            return true;
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * What the call returned.
     *
     * @throws NotificationException if it has not returned at the deadline; its thread and buffer are then left behind
     */
    public Outcome outcome(Deadline deadline) {
        try {
            return deadline.get(result, "the read to return");
        } catch (TimeoutException late) {
            throw new NotificationException("the read to return", "a read that blocks, " + late.getMessage());
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The first {@code length} bytes of what was read; the buffer is given back. */
    public byte[] take(int length) {
        try (NativeMemory block = buffer) {
            return block.segment().asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
