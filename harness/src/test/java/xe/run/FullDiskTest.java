// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.report.FakeGenerator;
import xe.report.Journal;
import xe.report.RecordedRun;
import xe.run.CommandLineTest.Ended;

/** Whole runs, as processes, with file systems of their own that are full. */
class FullDiskTest {
    private static final String NO_SPACE = "No space left on device";

    @TempDir
    private Path folder;

    private Path out;
    private Program program;

    @BeforeEach
    void program() throws IOException {
        out = Files.createDirectories(folder.resolve("out"));
        program = new Program(folder, FullDiskChecks.class, "passes", "fails(xe.drm.RenderNode)");
    }

    private String[] command(String... more) {
        return Stream.concat(Stream.of("run", "--jobs", "1", "--out", out.toString()), Stream.of(more))
                .toArray(String[]::new);
    }

    /** The file system has an inode for its root and none for anything else. */
    @ParameterizedTest
    @CsvSource({"igt, fulldisk.passes, 3", "allure-results, fulldisk.passes, 3", "reproducers, fulldisk.*, 1"})
    void folderWithoutSpaceIsSaidAndCostsNoOther(String place, String checks, int code)
            throws IOException, InterruptedException {
        assumeTrue(Program.mayMount());
        Path full = Files.createDirectories(out.resolve(place));

        Ended ended = program.runMounting(
                "mount -t tmpfs -o nr_inodes=1 none " + full + "; exec \"$@\"",
                command("--no-report", "--select", checks));

        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.out())
                .contains("not written: " + full + ": ", NO_SPACE)
                .contains("'./xe-cts report " + out + "' writes all of it again, from the journal");
        assertThat(recorded(out)).isEqualTo(place.equals("reproducers") ? 2 : 1);
        for (String other : List.of("results.txt", "igt/results.json", "kcidb.json", "allure-results/executor.json")) {
            assertThat(Files.exists(out.resolve(other))).as(other).isEqualTo(!other.startsWith(place));
        }

        Ended again = program.run("report", "--no-html", out.toString());
        assertThat(again.code()).isZero();
        assertThat(full).isNotEmptyDirectory();
    }

    @Test
    void reportCommandNamesWhatItCannotWriteAndWritesTheRest() throws IOException, InterruptedException {
        assertThat(program.run(command("--journal-only")).code()).isEqualTo(1);
        Path full = Files.createSymbolicLink(out.resolve("junit.xml"), Path.of("/dev/full"));

        Ended ended = program.run("report", "--no-html", out.toString());
        Files.delete(full);

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).isEqualTo("xe-cts: not written: %s: %s%n".formatted(full, NO_SPACE));
        assertThat(out.resolve("results.txt")).exists();
        assertThat(out.resolve("kcidb.json")).exists();
        assertThat(out.resolve("reproducers/fulldisk.fails.c")).exists();
    }

    /** All but the report fits: what stands in for its generator needs more than there is. */
    @Test
    void reportThatDoesNotFitIsSaidAndTheRestIsThere() throws IOException, InterruptedException {
        assumeTrue(Program.mayMount());
        FakeGenerator.make(folder.resolve("allure-" + Version.allure()), "new byte[2 << 20]");
        Path kept = folder.resolve("kept");

        Ended ended = program.runMounting(
                "mount -t tmpfs -o size=1m none %s; \"$@\" || code=$?; cp -r %s %s; exit $code"
                        .formatted(out, out, kept),
                command("--report", "--select", "fulldisk.passes"));

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out())
                .contains("not written: " + out.resolve("report.html") + ": the report generator failed")
                .contains(NO_SPACE)
                .contains("'./xe-cts report " + out + "' writes all of it again, from the journal");
        assertThat(recorded(kept)).isEqualTo(1);
        assertThat(kept.resolve("allure-results/executor.json")).exists();
        assertThat(kept.resolve(".report")).doesNotExist();
        assertThat(kept.resolve("report.html")).doesNotExist();

        assertThat(program.run("report", kept.toString()).out()).contains("report: " + kept.resolve("report.html"));
    }

    @Test
    void standardOutputThatTakesNothingIsSaid() throws IOException, InterruptedException {
        Ended ended = program.runIn(
                "exec \"$@\" >/dev/full", command("--no-report", "--ktap", "--select", "fulldisk.passes"));

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains("not written: standard output does not take all; " + out + " has it");
        assertThat(out.resolve("results.ktap")).content().contains("ok 1 passes");
    }

    private static int recorded(Path out) throws IOException {
        assertThat(out.resolve(Journal.FILE)).exists();
        return RecordedRun.read(out, id -> Checks.row(id, id)).outcomes().size();
    }
}
