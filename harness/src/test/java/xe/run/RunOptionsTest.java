// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import xe.worker.Isolation;
import xe.worker.KernelWatch;
import xe.worker.Limits;
import xe.worker.Supervisor;

/** What the options that need a kernel or much time come to; what it does is for the tests of xe.worker. */
class RunOptionsTest {
    private static final Target SIMULATOR = new Target("", Map.of("xe.backend", "sim"));
    private static final Target LINUX = new Target("/dev/dri/renderD128", Map.of("xe.backend", "linux"));
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), Optional.empty());

    @TempDir
    private Path root;

    private static <T> T options(T options, String... arguments) {
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options;
    }

    private Supervisor.Settings settings(Target target, int checks, String... arguments) {
        return settings(target, true, checks, arguments);
    }

    private Supervisor.Settings settings(Target target, boolean asks, int checks, String... arguments) {
        return options(new ExecutionOptions(), arguments).settings(target, root, asks, LIMITS, checks, Map.of());
    }

    private static KernelWatch watch(Supervisor.Settings settings) {
        return settings.watch().orElseThrow();
    }

    private static RunProblem problem(Runnable action) {
        return assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(action::run)
                .actual();
    }

    @Test
    void timesAreInSeconds() {
        assertThat(options(new TimeOptions()).limits())
                .isEqualTo(new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60), Optional.empty()));
        assertThat(options(
                                new TimeOptions(),
                                "--timeout",
                                "1.5",
                                "--inactivity-timeout",
                                "7",
                                "--overall-timeout",
                                "100")
                        .limits())
                .isEqualTo(new Limits(
                        Duration.ofMillis(1500), Duration.ofSeconds(7), Optional.of(Duration.ofSeconds(100))));
    }

    @ParameterizedTest
    @CsvSource({"--timeout", "--inactivity-timeout", "--overall-timeout"})
    void noTimeIsRefused(String option) {
        assertThat(problem(() -> options(new TimeOptions(), option, "0").limits()))
                .hasMessage(option + " needs a number of seconds above 0");
    }

    @Test
    void isolationIsOfTheWorkers() {
        assertThat(settings(SIMULATOR, 1).isolation()).isEqualTo(Isolation.NONE);
        assertThat(settings(SIMULATOR, 1, "--isolate", "check").isolation()).isEqualTo(Isolation.CHECK);
    }

    @Test
    void manyChecksRunAtOnceOnTheSimulatorAlone() {
        assertThat(settings(SIMULATOR, 100).jobs()).isEqualTo(1);
        assertThat(settings(SIMULATOR, 100, "--jobs", "3").jobs()).isEqualTo(3);
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(settings(SIMULATOR, false, 100_000).jobs()).isEqualTo(Math.min(4, processors));
        assertThat(settings(SIMULATOR, true, 100_000).jobs()).isEqualTo(Math.min(4, 2 * processors));
        assertThat(settings(LINUX, 100_000).jobs()).isEqualTo(1);
        assertThat(problem(() -> settings(LINUX, 1, "--jobs", "2")))
                .hasMessageContaining("all checks share one kernel");
        assertThat(problem(() -> settings(SIMULATOR, 1, "--jobs", "0"))).hasMessageContaining("from 1 on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seed=42", "--shuffle --seed=42"})
    void aSeedGoesToJUnit(String arguments) {
        assertThat(settings(SIMULATOR, 1, arguments.split(" ")).parameters())
                .containsEntry("junit.jupiter.execution.order.random.seed", "42");
    }

    @Test
    void aSeedThatNobodyGaveIsDrawnOnce() {
        ExecutionOptions options = options(new ExecutionOptions(), "--shuffle");

        assertThat(options.seed()).isPresent().isEqualTo(options.seed());
        assertThat(options.missingSeed()).hasValue("--seed=" + options.seed().orElseThrow());
        assertThat(options(new ExecutionOptions(), "--seed=42").missingSeed()).isEmpty();
        assertThat(options(new ExecutionOptions()).seed()).isEmpty();
    }

    @Test
    void theJournalIsForcedToDiskWhereTheKernelMayDie() {
        assertThat(options(new FolderOptions()).sync(LINUX)).isTrue();
        assertThat(options(new FolderOptions(), "--no-sync").sync(LINUX)).isFalse();
        assertThat(options(new FolderOptions()).sync(SIMULATOR)).isFalse();
        assertThat(options(new FolderOptions(), "--sync").sync(SIMULATOR)).isTrue();
    }

    @ParameterizedTest(name = "{0}: damage {1}")
    @CsvSource({"'', true", "--keep-going, false"})
    void damageIsGoneOnFromOnRequest(String option, boolean damage) throws IOException {
        Path tainted = root.resolve("proc/sys/kernel/tainted");
        Files.createDirectories(tainted.getParent());
        Files.writeString(tainted, "0\n");
        String[] arguments = option.isEmpty() ? new String[0] : new String[] {option};

        try (KernelWatch watch = watch(settings(LINUX, 1, arguments))) {
            Files.writeString(tainted, "128\n");
            assertThat(watch.damage().isPresent()).isEqualTo(damage);
        }
    }

    @Test
    void leaksAreSearchedForOnRequest() throws IOException {
        try (KernelWatch watch = watch(settings(LINUX, 1))) {
            assertThat(watch.blindness()).noneMatch(text -> text.contains("kmemleak"));
        }
        try (KernelWatch watch = watch(settings(LINUX, 1, "--kmemleak"))) {
            assertThat(watch.blindness()).contains("memory leaks (no /sys/kernel/debug/kmemleak)");
        }
        assertThat(problem(() -> settings(SIMULATOR, 1, "--kmemleak=check"))).hasMessageContaining("is for Linux");
        assertThat(problem(() -> settings(LINUX, 1, "--kmemleak", "--in-process")))
                .hasMessageContaining("--in-process");
    }
}
