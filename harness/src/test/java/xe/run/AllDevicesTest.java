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
import xe.report.CheckOutcome;
import xe.report.RecordedRun;
import xe.report.Verdict;
import xe.run.CommandLineTest.Ended;

/** {@code --device all}, as a process, with a /dev and a /sys of its own in which three null devices are of xe. */
class AllDevicesTest {
    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void sys() throws IOException {
        out = folder.resolve("out");
        Path driver = Files.createDirectories(folder.resolve("sys/bus/pci/drivers/xe"));
        for (String name : List.of("renderD129", "renderD130", "renderD131")) {
            Path device = Files.createDirectories(folder.resolve("sys/class/drm/" + name + "/device"));
            Files.createSymbolicLink(device.resolve("driver"), device.relativize(driver));
        }
    }

    private Ended run(String... more) throws IOException, InterruptedException {
        assumeTrue(Program.mayMount());
        Program program = new Program(folder, DeviceChecks.class, "isGood(xe.drm.RenderNode)");
        return program.runMounting(
                """
                mkdir -p %1$s/dev/dri
                for node in null zero random urandom dri/renderD129 dri/renderD130 dri/renderD131; do
                    touch %1$s/dev/$node
                    case $node in dri/*) of=null ;; *) of=$node ;; esac
                    mount --bind /dev/$of %1$s/dev/$node
                done
                mount --rbind %1$s/dev /dev
                mount --rbind %1$s/sys /sys
                exec "$@"
                """.formatted(folder),
                Stream.concat(
                                Stream.of(
                                        "run",
                                        "--backend",
                                        "linux",
                                        "--device",
                                        "all",
                                        "--no-report",
                                        "--out",
                                        out.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private Verdict verdict(String device) throws IOException {
        return RecordedRun.read(out.resolve(device), id -> Checks.row(id, id)).outcomes().stream()
                .map(CheckOutcome::verdict)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachHasAFolderAndTheWorstDecides() throws IOException, InterruptedException {
        Ended ended = run();

        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(verdict("renderD129")).isEqualTo(Verdict.PASSED);
        assertThat(verdict("renderD130")).isEqualTo(Verdict.FAILED);
        assertThat(verdict("renderD131")).isEqualTo(Verdict.PASSED);
        assertThat(ended.out()).contains("again: ./xe-cts run --backend linux --device /dev/dri/renderD130");
    }

    @Test
    void oneThatCannotBeginDoesNotStopTheOthers() throws IOException, InterruptedException {
        Path taken = Files.writeString(Files.createDirectories(out).resolve("renderD129"), "");

        Ended ended = run();

        assertThat(ended.err())
                .isEqualTo("xe-cts: /dev/dri/renderD129: can't write to the output folder %s: %s is a file; %s%n"
                        .formatted(taken, taken, "choose another one with --out"));
        assertThat(ended.code()).isEqualTo(79);
        assertThat(verdict("renderD130")).isEqualTo(Verdict.FAILED);
        assertThat(verdict("renderD131")).isEqualTo(Verdict.PASSED);
    }

    @Test
    void whatIsWrongWithAllIsSaidOnce() throws IOException, InterruptedException {
        Ended ended = run("--select", "nothing.*");

        assertThat(ended.err())
                .isEqualTo("xe-cts: no check matches 'nothing.*': './xe-cts list' prints all names%n".formatted());
        assertThat(ended.code()).isEqualTo(79);
    }
}
