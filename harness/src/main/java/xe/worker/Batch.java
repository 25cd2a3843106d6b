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
import java.util.stream.Stream;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import xe.junit.VainWaits;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.JsonLine;
import xe.report.JsonObject;

/**
 * Checks that JUnit runs in one go.
 *
 * @param classes those of which it takes every check, which is much faster than check by check
 * @param vainWaits of the run so far, and of these checks
 */
public record Batch(List<Check> checks, Set<String> classes, VainWaits vainWaits) {
    /** The tag of a class whose checks spend their time asleep: it takes no processor from the others. */
    private static final String WAITS = "waits";

    /** Checks that a thread takes at once, at most: to start JUnit costs as much as a few of them. */
    private static final int PORTION = 100;

    private static final int PORTIONS = 8;

    /** JUnit's own, which puts classes and methods into a random order within a portion. */
    private static final String SEED = "junit.jupiter.execution.order.random.seed";

    /** @param index all checks there are */
    public static Batch of(List<Check> checks, List<Check> index, VainWaits vainWaits) {
        Set<Check> wanted = new HashSet<>(checks);
        Map<String, Boolean> whole = index.stream()
                .collect(Collectors.groupingBy(
                        Check::className, Collectors.reducing(true, wanted::contains, Boolean::logicalAnd)));
        return new Batch(
                checks,
                checks.stream()
                        .map(Check::className)
                        .filter(name -> whole.getOrDefault(name, false))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                vainWaits);
    }

    /** Returns when every check has an outcome: exactly one each, told as it comes. */
    public void run(Map<String, String> parameters, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        try (JUnitLauncher junit = new JUnitLauncher(vainWaits)) {
            launch(junit, parameters, begun, ended);
        }
    }

    /**
     * {@link #run} by several threads, and one more for checks that wait. Each runs portions of its own, so that the first checks
     * begin before JUnit has found the methods of all.
     */
    void run(int threads, Map<String, String> parameters, Consumer<Check> begun, Consumer<CheckOutcome> ended) {
        Map<Boolean, List<Check>> waiting = checks.stream()
                .collect(Collectors.partitioningBy(check -> check.tags().contains(WAITS)));
        Stream<Runnable> work = Stream.of(true, false).flatMap(waits -> {
            int own = waits ? 1 : threads;
            Queue<Batch> portions = portions(waiting.get(waits), own, parameters);
            return Stream.<Runnable>generate(() -> () -> runAll(portions, parameters, begun, ended))
                    .limit(Math.min(own, portions.size()));
        });
        List<CompletableFuture<Void>> running = work.map(
                        all -> CompletableFuture.runAsync(all, run -> new Thread(run, "checks").start()))
                .toList();
        running.forEach(CompletableFuture::join);
    }

    private void runAll(
            Queue<Batch> portions,
            Map<String, String> parameters,
            Consumer<Check> begun,
            Consumer<CheckOutcome> ended) {
        try (JUnitLauncher junit = new JUnitLauncher(vainWaits)) {
            for (Batch next = portions.poll(); next != null; next = portions.poll()) {
                next.launch(junit, parameters, begun, ended);
            }
        }
    }

    /** Whole classes, in the order given or in that of the seed; several for each thread, as they don't take the same time. */
    private Queue<Batch> portions(List<Check> some, int threads, Map<String, String> parameters) {
        int enough = Math.clamp(some.size() / (PORTIONS * threads), 1, PORTION);
        List<Batch> portions = new ArrayList<>();
        List<Check> portion = new ArrayList<>();
        for (Check check : some) {
            if (portion.size() >= enough
                    && !check.className().equals(portion.getLast().className())) {
                portions.add(new Batch(portion, classes, vainWaits));
                portion = new ArrayList<>();
            }
            portion.add(check);
        }
        if (!portion.isEmpty()) {
            portions.add(new Batch(portion, classes, vainWaits));
        }
        Optional.ofNullable(parameters.get(SEED))
                .ifPresent(seed -> Collections.shuffle(portions, new Random(Long.parseLong(seed))));
        return new ConcurrentLinkedQueue<>(portions);
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
                .put("vain_waits", Integer.toString(vainWaits.checks()))
                .put("vain_classes", vainWaits.classes())
                .put(
                        WAITS,
                        checks.stream()
                                .filter(check -> check.tags().contains(WAITS))
                                .map(Check::className)
                                .distinct()
                                .toList())
                .toString();
    }

    /** What {@link #line} says; its checks know no more than that. */
    static Batch read(Map<String, Object> line) {
        List<String> ids = JsonObject.texts(line, "ids");
        List<String> uniqueIds = JsonObject.texts(line, "unique_ids");
        List<String> classNames = JsonObject.texts(line, "class_names");
        Set<String> waiting = Set.copyOf(JsonObject.texts(line, WAITS));
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String name = classNames.get(i);
            List<String> tags = waiting.contains(name) ? List.of(WAITS) : List.of();
            checks.add(new Check(ids.get(i), uniqueIds.get(i), List.of(), name, "", "", List.of(), tags));
        }
        VainWaits vainWaits = new VainWaits(
                Integer.parseInt(JsonObject.text(line, "vain_waits")), JsonObject.texts(line, "vain_classes"));
        return new Batch(checks, Set.copyOf(JsonObject.texts(line, "classes")), vainWaits);
    }
}
