// SPDX-License-Identifier: MIT
package xe.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import xe.junit.VainWaits;
import xe.report.Check;
import xe.report.CheckOutcome;
import xe.report.PlainText;
import xe.report.RunInfo;
import xe.report.Summary;
import xe.report.Verdict;
import xe.worker.KernelWatch;

/**
 * What a run prints, in lines of at most 80 columns where names allow: on a terminal one line of progress that rewrites itself,
 * elsewhere one line per area; failures in both, as they happen.
 */
final class Console {
    private static final int COLUMNS = 80;
    private static final int SKIP_REASONS = 10;
    private static final Duration REDRAW = Duration.ofMillis(50);
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintWriter out;
    private final Terminal terminal;
    private final Again again;
    private final List<CheckOutcome> area = new ArrayList<>();
    private int total;
    private int done;
    private int wrong;
    private int vain;
    private long drawnNs;

    /** @param again how to run one check again */
    Console(PrintWriter out, Terminal terminal, Again again) {
        this.out = out;
        this.terminal = terminal;
        this.again = again;
    }

    void header(RunInfo run, int checks) {
        total = checks;
        line("@|bold " + run.title() + "|@");
        if (!run.simulated()) {
            plain("  kernel " + run.kernel().detail());
        }
        line("  %d check%s, rule book %s".formatted(checks, checks == 1 ? "" : "s", run.ruleBook()));
    }

    /** That the checks run in a random order, and which. */
    void order(long seed) {
        line("  in random order; --seed=%d repeats it".formatted(seed));
    }

    /** What is not seen of the kernel, and what was wrong with it before. */
    void watch(KernelWatch watch) {
        if (!watch.blindness().isEmpty()) {
            wrapped("  ", "not watched: " + String.join(", ", watch.blindness()));
        }
        if (!watch.taintedBefore().isEmpty()) {
            wrapped("  ", "the kernel was tainted before: " + String.join(", ", watch.taintedBefore()));
        }
    }

    void outcome(CheckOutcome outcome) {
        if (!terminal.live()
                && !area.isEmpty()
                && !area.getFirst().check().area().equals(outcome.check().area())) {
            areaLine();
        }
        done++;
        area.add(outcome);
        if (outcome.verdict().wrong()) {
            wrong++;
            problem(outcome);
        } else if (outcome.verdict() == Verdict.WARNED) {
            problem(outcome);
        }
        if (outcome.waitedInVain() && ++vain == VainWaits.MOST) {
            wrapped(
                    "",
                    "%d checks waited in vain for the device; of a class in which another one does, the rest is skipped"
                            .formatted(vain));
        }
        if (terminal.live()) {
            progress(outcome.check());
        }
    }

    /** Ends the progress; the summary follows. */
    void end() {
        if (terminal.live()) {
            out.print(CLEAR_LINE);
        } else if (!area.isEmpty()) {
            areaLine();
        }
        out.flush();
    }

    void summary(Summary summary, String took) {
        line("");
        for (Verdict verdict : Verdict.values()) {
            count(summary, verdict);
        }
        int shown = 0;
        for (Map.Entry<String, Integer> skip : byCount(summary.skips())) {
            if (shown++ == SKIP_REASONS) {
                line("          and %d reasons more; all are in outcomes.jsonl"
                        .formatted(summary.skips().size() - SKIP_REASONS));
                break;
            }
            wrapped("          ", "%d: %s".formatted(skip.getValue(), skip.getKey()));
        }
        line("%d check%s in %s".formatted(summary.total(), summary.total() == 1 ? "" : "s", took));
    }

    /** A line of its own, with picocli's colour marks. */
    void line(String text) {
        if (terminal.live()) {
            out.print(CLEAR_LINE);
        }
        out.println(terminal.ansi().string(text));
        out.flush();
    }

    private void problem(CheckOutcome outcome) {
        String word = outcome.verdict().word().toUpperCase(Locale.ROOT);
        line("@|%s %s|@ %s"
                .formatted(colour(outcome.verdict()), word, outcome.check().id()));
        if (outcome.check().isRow()) {
            wrapped("  ", "row: " + outcome.check().displayName());
        }
        PlainText.of(outcome.message()).lines().forEach(text -> wrapped("  ", text));
        if (outcome.verdict() == Verdict.BROKEN) {
            outcome.trace()
                    .lines()
                    .filter(frame -> frame.startsWith("    at "))
                    .limit(1)
                    .forEach(this::plain);
        }
        again.lines(outcome.check().id()).forEach(this::plain);
    }

    private void progress(Check last) {
        long now = System.nanoTime();
        if (now - drawnNs < REDRAW.toNanos() && done < total) {
            return;
        }
        drawnNs = now;
        String counts = "[%d/%d]%s ".formatted(done, total, wrong == 0 ? "" : " " + wrong + " wrong");
        String name = last.id();
        int room = COLUMNS - 1 - counts.length();
        out.print(CLEAR_LINE + counts + (name.length() > room ? name.substring(0, room) : name));
        out.flush();
    }

    private void areaLine() {
        Summary summary = Summary.of(area);
        StringBuilder text =
                new StringBuilder("%-24s %4d".formatted(area.getFirst().check().area(), summary.count(Verdict.PASSED)));
        text.append(" passed");
        for (Verdict verdict : Verdict.values()) {
            if (verdict != Verdict.PASSED && summary.count(verdict) > 0) {
                text.append(", ").append(summary.count(verdict)).append(' ').append(verdict.word());
            }
        }
        area.clear();
        plain(text.toString());
    }

    private void count(Summary summary, Verdict verdict) {
        int count = summary.count(verdict);
        if (count > 0 || verdict == Verdict.PASSED) {
            line("@|%s %-16s %5d|@".formatted(colour(verdict), verdict.word(), count));
        }
    }

    private static String colour(Verdict verdict) {
        if (verdict.wrong()) {
            return verdict.red() ? "red,bold" : "magenta,bold";
        }
        return verdict == Verdict.PASSED ? "green" : "yellow";
    }

    private static List<Map.Entry<String, Integer>> byCount(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .toList();
    }

    /** A line as it is: a message may hold what looks like a colour mark. */
    private void plain(String text) {
        if (terminal.live()) {
            out.print(CLEAR_LINE);
        }
        out.println(text);
        out.flush();
    }

    private void wrapped(String indent, String text) {
        StringBuilder current = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (current.length() > indent.length() && current.length() + word.length() > COLUMNS) {
                plain(current.toString().stripTrailing());
                current = new StringBuilder(indent + "  ");
            }
            current.append(word).append(' ');
        }
        plain(current.toString().stripTrailing());
    }
}
