// SPDX-License-Identifier: MIT
package xe.sim.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final WorkQueue queue = new WorkQueue();

    private void awaitAll() {
        CompletableFuture<Void> last = new CompletableFuture<>();
        queue.queue(() -> last.complete(null));
        last.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void itemsRunOneAfterTheOther() {
        AtomicInteger atOnce = new AtomicInteger();
        List<Integer> run = new CopyOnWriteArrayList<>();
        List<Integer> items = IntStream.range(0, 1000).boxed().toList();

        items.forEach(item ->
                queue.queue(() -> run.add(atOnce.incrementAndGet() == 1 && atOnce.decrementAndGet() == 0 ? item : -1)));
        awaitAll();

        assertThat(run).isEqualTo(items);
    }

    @Test
    void anItemThatQueuesAnotherDoesNotWaitForIt() {
        CompletableFuture<Boolean> second = new CompletableFuture<>();

        queue.queue(() -> queue.queue(() -> second.complete(true)));

        assertThat(second.join()).isTrue();
    }

    @Test
    void anItemThatThrowsHoldsNobodyBack() {
        queue.queue(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
            throw new IllegalStateException("planted");
        });

        assertThatCode(this::awaitAll).doesNotThrowAnyException();
    }
}
