// SPDX-License-Identifier: MIT
package xe.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonLine;
import xe.report.JsonObject;

/**
 * Checks that JUnit runs in one go.
 *
 * @param classes those of which it takes every check, which is much faster than check by check
 */
public record Batch(List<Check> checks, Set<String> classes) {
    /** Checks that a thread takes at once, at most: to start JUnit costs as much as a few of them. */
    private static final int PORTION = 100;

    private static final int PORTIONS = 8;

    /** JUnit's own, which puts classes and methods into a random order within a portion. */
    private static final String SEED = "junit.jupiter.execution.order.random.seed";

    /** @param index all checks there are */
    public static Batch of(List<Check> checks, List<Check> index) {
        Set<Check> wanted = new HashSet<>(checks);
        Map<String, Boolean> whole = index.stream()
                .collect(Collectors.groupingBy(
                        Check::className, Collectors.reducing(true, wanted::contains, Boolean::logicalAnd)));
        return new Batch(
                checks,
                checks.stream()
                        .map(Check::className)
                        .filter(name -> whole.getOrDefault(name, false))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Returns when every check has an outcome: exactly one each, told as it comes. */
    public void run(Map<String, String> parameters, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        try (JUnitLauncher junit = new JUnitLauncher()) {
            launch(junit, parameters, begun, ended);
        }
    }

    /**
     * {@link #run} by several threads. Each runs portions of its own, so that the first checks begin before JUnit has found the
     * methods of all.
     */
    void run(int threads, Map<String, String> parameters, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        List<Batch> inOrder = portions(threads);
        Optional.ofNullable(parameters.get(SEED))
                .ifPresent(seed -> Collections.shuffle(inOrder, new Random(Long.parseLong(seed))));
        Queue<Batch> portions = new ConcurrentLinkedQueue<>(inOrder);
        Runnable all = () -> {
            try (JUnitLauncher junit = new JUnitLauncher()) {
                for (Batch next = portions.poll(); next != null; next = portions.poll()) {
                    next.launch(junit, parameters, begun, ended);
                }
            }
        };
        List<CompletableFuture<Void>> running = IntStream.range(0, threads)
                .mapToObj(i -> CompletableFuture.runAsync(all, work -> new Thread(work, "checks " + i).start()))
                .toList();
        running.forEach(CompletableFuture::join);
    }

    /** Whole classes, in order; several for each thread, as they don't take the same time. */
    private List<Batch> portions(int threads) {
        int enough = Math.clamp(checks.size() / (PORTIONS * threads), 1, PORTION);
        List<Batch> portions = new ArrayList<>();
        List<Check> portion = new ArrayList<>();
        String last = "";
        for (Check check : checks) {
            if (portion.size() >= enough && !check.className().equals(last)) {
                portions.add(new Batch(portion, classes));
                portion = new ArrayList<>();
            }
            portion.add(check);
            last = check.className();
        }
        portions.add(new Batch(portion, classes));
        return portions;
    }

    private void launch(
            JUnitLauncher junit, Map<String, String> parameters, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        OutcomeListener listener = new OutcomeListener(checks, begun, ended);
        try {
            junit.launch(selectors(), parameters, listener);
        } catch (JUnitException e) {
            listener.finish(String.valueOf(e.getMessage()));
            return;
        }
        listener.finish("the check never started; build again");
    }

    private List<DiscoverySelector> selectors() {
        Map<String, DiscoverySelector> selectors = new HashMap<>();
        List<DiscoverySelector> inOrder = new ArrayList<>();
        for (Check check : checks) {
            String key = classes.contains(check.className()) ? check.className() : check.uniqueId();
            selectors.computeIfAbsent(key, k -> {
                DiscoverySelector selector = k.equals(check.className())
                        ? DiscoverySelectors.selectClass(k)
                        : DiscoverySelectors.selectUniqueId(k);
                inOrder.add(selector);
                return selector;
            });
        }
        return inOrder;
    }

    /** What a worker needs to know of it. */
    String line() {
        return new JsonLine()
                .put("ids", checks.stream().map(Check::id).toList())
                .put("unique_ids", checks.stream().map(Check::uniqueId).toList())
                .put("class_names", checks.stream().map(Check::className).toList())
                .put("classes", List.copyOf(classes))
                .toString();
    }

    /** What {@link #line} says; its checks know no more than that. */
    static Batch read(Map<String, Object> line) {
        List<String> ids = JsonObject.texts(line, "ids");
        List<String> uniqueIds = JsonObject.texts(line, "unique_ids");
        List<String> classNames = JsonObject.texts(line, "class_names");
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            checks.add(new Check(
                    ids.get(i), uniqueIds.get(i), List.of(), classNames.get(i), "", "", List.of(), List.of()));
        }
        return new Batch(checks, Set.copyOf(JsonObject.texts(line, "classes")));
    }
}
