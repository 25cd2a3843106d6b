// SPDX-License-Identifier: MIT
package xe.defects;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static xe.defects.SuiteRun.PATIENT;
import static xe.defects.SuiteRun.SHORT;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import xe.report.Check;
import xe.run.CheckIndex;
import xe.sim.AllDefects;
import xe.sim.os.Defect;

/**
 * Plants every defect in a simulator of its own and runs the checks of its rule, and others that meet it. At least one check of
 * the defect's rule has to fail, and of the others only those that {@code fixtures/defects.csv} names. Where that is not so, the
 * checks in question run again at the end, alone and with more patience, as a crowded machine can make a check miss its deadline.
 *
 * <p>Arguments: names of defects, in which {@code *} stands for any characters (all, without one); {@code --update}
 * writes what was seen to the file, for review.
 */
final class DefectMatrix {
    private static final Path EXPECTATIONS = Path.of("fixtures/defects.csv");

    /** A run with a defect often waits for what never comes, so four per processor keep the processors busy. */
    private static final int RUNS_AT_ONCE = 4 * Runtime.getRuntime().availableProcessors();

    /** At least so many checks in one run; the checks of a defect are shared out, as some make each of them wait. */
    private static final int CHECKS_OF_A_RUN = 25;

    private final List<Check> checks = CheckIndex.load();
    private final Map<Environment, Map<String, Set<Check>>> met =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore runs = new Semaphore(RUNS_AT_ONCE, true);
    private final Expectations expectations;
    private int redWithoutDefect;

    private DefectMatrix(Expectations expectations) {
        this.expectations = expectations;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean update = names.remove("--update");
        List<Defect> defects = AllDefects.list().stream()
                .filter(defect -> named(defect, names))
                .toList();
        if (defects.isEmpty()) {
            System.err.println("no defect is called " + String.join(" or ", names));
            System.exit(79);
        }
        DefectMatrix matrix = new DefectMatrix(Expectations.read(EXPECTATIONS));
        List<Defect> planted = defects.stream().filter(matrix::hasCheck).toList();
        if (planted.size() < defects.size()) {
            System.out.printf("%d defects of rules without a check are left out%n", defects.size() - planted.size());
        }
        List<Finding> findings = matrix.run(planted, update);
        if (update) {
            matrix.expectations.learn(findings);
            matrix.expectations.write(EXPECTATIONS);
        }
        long killed = findings.stream().filter(Finding::killed).count();
        long unexpected = findings.stream()
                .filter(finding -> !finding.unexpected().isEmpty())
                .count();
        System.out.printf(
                "%d times the set-up of a check did not survive a defect, which is no verdict%n",
                findings.stream().mapToLong(Finding::broken).sum());
        System.out.printf(
                "%d defects: %d killed, %d survived, %d with unexpected red checks%n",
                findings.size(), killed, findings.size() - killed, unexpected);
        long hung = findings.stream().filter(Finding::hung).count();
        if (hung > 0) {
            System.out.println(hung + " defects made a check hang, which was given up");
        }
        boolean green = matrix.redWithoutDefect == 0;
        if (!green) {
            System.out.println(matrix.redWithoutDefect + " checks are red without a defect, and were left out");
        }
        System.exit(green && findings.stream().allMatch(Finding::isFine) ? 0 : 1);
    }

    private static boolean named(Defect defect, List<String> names) {
        return names.isEmpty()
                || names.stream().anyMatch(name -> Pattern.matches(name.replace("*", ".*"), defect.name()));
    }

    private boolean hasCheck(Defect defect) {
        return checks.stream().anyMatch(check -> check.rules().contains(defect.rule()));
    }

    /** @param everywhere whether a defect that survives on its machine is tried on the others */
    private List<Finding> run(List<Defect> defects, boolean everywhere) throws InterruptedException {
        Set<Environment> needed = everywhere
                ? Set.copyOf(Environment.ALL)
                : defects.stream().map(this::environment).collect(toSet());
        Map<Environment, Future<List<Ended>>> without = new LinkedHashMap<>();
        for (Environment environment : Environment.ALL) {
            if (needed.contains(environment)) {
                without.put(environment, waiting.submit(() -> withoutDefect(environment)));
            }
        }
        for (Map.Entry<Environment, Future<List<Ended>>> run : without.entrySet()) {
            met.put(run.getKey(), meetings(run.getKey(), await("no defect", run.getValue())));
        }
        List<Future<Finding>> pending = defects.stream()
                .map(defect ->
                        waiting.submit(() -> everywhere ? searched(defect) : finding(defect, environment(defect))))
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < pending.size(); i++) {
            Finding finding = await(defects.get(i).name(), pending.get(i));
            System.out.println(finding.text());
            findings.add(finding);
        }
        findings.replaceAll(this::alone);
        return findings;
    }

    /** A second look, once nothing else runs, at the checks that did not notice a defect as they should. */
    private Finding alone(Finding finding) {
        if (finding.isFine()) {
            return finding;
        }
        try {
            List<Check> doubtful = meeting(finding.defect(), finding.on()).stream()
                    .filter(finding::leavesDoubtOf)
                    .toList();
            List<Ended> again = new ArrayList<>(ended(doubtful, finding.defect(), finding.on(), PATIENT));
            finding.ended().stream()
                    .filter(check -> !finding.leavesDoubtOf(check.check()))
                    .forEach(again::add);
            Finding second = Finding.of(finding.defect(), expected(finding.defect(), finding.on()), again);
            System.out.println("again, alone: " + second.text());
            return second;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the checks can't run with " + finding.defect().name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return finding;
        }
    }

    private Environment environment(Defect defect) {
        return expectations.of(defect.name()).on();
    }

    private List<Ended> withoutDefect(Environment environment) throws ExecutionException, InterruptedException {
        return ended(checks, environment, PATIENT, Map.of("xe.defects.asked", "true"));
    }

    /** The checks that meet each defect, found by a run without any. Those that are red even so can't show one. */
    private Map<String, Set<Check>> meetings(Environment environment, List<Ended> ended) {
        ended.stream().filter(Ended::isRed).forEach(check -> {
            System.out.println("red without a defect on " + environment + ": " + check.text());
            redWithoutDefect++;
        });
        return ended.stream()
                .filter(check -> !check.isRed())
                .flatMap(check -> check.asked().stream().map(defect -> Map.entry(defect, check.check())))
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    }

    private Finding searched(Defect defect) throws ExecutionException, InterruptedException {
        Finding first = finding(defect, environment(defect));
        if (first.killed()) {
            return first;
        }
        for (Environment environment : Environment.ALL) {
            Finding other = finding(defect, environment);
            if (other.killed()) {
                return other;
            }
        }
        return first;
    }

    /**
     * All checks of the defect's rule, as another thread's progress can decide whether those meet it. Of the others that meet it, one
     * row of each table: the rows differ in a value, and hardly in what else they turn on. Which one it is differs from defect to defect.
     */
    private List<Check> meeting(Defect defect, Environment environment) {
        Set<Check> met = this.met.get(environment).getOrDefault(defect.name(), Set.of());
        Map<String, Check> others = new HashMap<>();
        List<Check> meeting = new ArrayList<>();
        for (Check check : checks) {
            if (check.rules().contains(defect.rule())) {
                meeting.add(check);
            } else if (met.contains(check)) {
                others.merge(
                        check.className() + "." + check.method(),
                        check,
                        (one, other) -> lot(other, defect) > lot(one, defect) ? other : one);
            }
        }
        meeting.addAll(others.values());
        return meeting;
    }

    private static int lot(Check check, Defect defect) {
        return Objects.hash(check.id(), defect.name());
    }

    private Expectation expected(Defect defect, Environment environment) {
        Expectation written = expectations.of(defect.name());
        return new Expectation(defect.name(), environment, written.alsoRed(), written.why());
    }

    private Finding finding(Defect defect, Environment environment) throws ExecutionException, InterruptedException {
        List<Ended> ended = ended(meeting(defect, environment), defect, environment, SHORT);
        return Finding.of(defect, expected(defect, environment), ended);
    }

    private List<Ended> ended(List<Check> meeting, Defect defect, Environment environment, Duration deadline)
            throws ExecutionException, InterruptedException {
        return ended(meeting, environment, deadline, Map.of("xe.defects", defect.name()));
    }

    private List<Ended> ended(
            List<Check> meeting, Environment environment, Duration deadline, Map<String, String> parameters)
            throws ExecutionException, InterruptedException {
        List<Future<List<Ended>>> parts = new ArrayList<>();
        int size = Math.max(CHECKS_OF_A_RUN, meeting.size() / 4);
        for (int from = 0; from < meeting.size(); from += size) {
            List<Check> part = meeting.subList(from, Math.min(from + size, meeting.size()));
            parts.add(waiting.submit(() -> {
                runs.acquire();
                try {
                    return SuiteRun.of(part, environment, deadline, parameters);
                } finally {
                    runs.release();
                }
            }));
        }
        List<Ended> ended = new ArrayList<>();
        for (Future<List<Ended>> part : parts) {
            ended.addAll(part.get());
        }
        return ended;
    }

    private static <T> T await(String planted, Future<T> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the checks can't run with " + planted, e);
        }
    }
}
