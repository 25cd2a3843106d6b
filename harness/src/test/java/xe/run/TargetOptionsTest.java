// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Which devices a run is about, on a machine with two of xe that can be opened, and one that can't. */
class TargetOptionsTest {
    @TempDir
    private Path root;

    private final List<Path> links = new ArrayList<>();

    @BeforeEach
    void devices() throws IOException {
        node("renderD128", "i915", "/dev/null");
        node("renderD129", "xe", "/dev/null");
        node("renderD130", "xe", "/nowhere");
        node("renderD131", "xe", "/dev/null");
    }

    /** JUnit would warn of links that lead out of its folder. */
    @AfterEach
    void unlink() throws IOException {
        for (Path link : links) {
            Files.delete(link);
        }
    }

    private void node(String name, String driver, String device) throws IOException {
        Files.createDirectories(root.resolve("dev/dri"));
        links.add(Files.createSymbolicLink(root.resolve("dev/dri/" + name), Path.of(device)));
        Path drivers = Files.createDirectories(root.resolve("sys/bus/pci/drivers/" + driver));
        Path folder = Files.createDirectories(root.resolve("sys/class/drm/" + name + "/device"));
        Files.createSymbolicLink(folder.resolve("driver"), drivers);
    }

    private static TargetOptions options(String... arguments) {
        TargetOptions options = new TargetOptions();
        new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return options;
    }

    private List<Target> all(String... arguments) {
        return options(arguments).all(new HostDevices(root));
    }

    private RunProblem problem(String... arguments) {
        return assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(() -> all(arguments))
                .actual();
    }

    @Test
    void allAreThoseOfXeThatCanBeOpened() {
        assertThat(all("--backend", "linux", "--device", "all"))
                .extracting(Target::node)
                .containsExactly("/dev/dri/renderD129", "/dev/dri/renderD131");
        assertThat(all("--backend", "linux")).extracting(Target::node).containsExactly("/dev/dri/renderD129");
        assertThat(all("--backend", "auto")).extracting(Target::node).containsExactly("/dev/dri/renderD129");
    }

    @Test
    void allOfNoneIsAProblem() throws IOException {
        for (Path link : links) {
            Files.delete(link);
        }
        links.clear();

        assertThat(problem("--backend", "linux", "--device", "all").exitCode()).isEqualTo(ExitCode.SKIPPED);
    }

    @Test
    void theSimulatorIsNoDevice() {
        assertThat(problem("--device", "all")).hasMessageContaining("--backend linux");
        assertThat(all()).extracting(Target::simulated).containsExactly(true);
    }

    @Test
    void whatTakesOneDeviceRefusesAll() {
        assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(
                        () -> options("--backend", "linux", "--device", "all").resolve(new HostDevices(root)))
                .withMessageContaining("this takes one device");
        assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(() -> {
                    OutputOptions output = new OutputOptions();
                    new CommandLine(output)
                            .setCaseInsensitiveEnumValuesAllowed(true)
                            .parseArgs("--ktap");
                    output.verifyOneStreamEach();
                })
                .withMessageContaining("--ktap tells one run alone");
    }

    @Test
    void eachRunHasAFolderAndACommandLineOfItsOwn() {
        TargetOptions options = options("--backend", "linux", "--device", "all");
        Target second = options.all(new HostDevices(root)).getLast();
        FolderOptions folder = new FolderOptions();
        new CommandLine(folder).parseArgs("--out", "results");

        assertThat(folder.of(second)).isEqualTo(Path.of("results", "renderD131"));
        assertThat(options.again(second.simulated(), second.node()))
                .isEqualTo("./xe-cts run --backend linux --device /dev/dri/renderD131 --select ");
        for (String line : List.of("run --device all -b linux", "run --device=all -b linux", "run -d all -b linux")) {
            assertThat(options.alone(List.of(line.split(" ")), second))
                    .containsExactly("run", "-b", "linux", "--device", "/dev/dri/renderD131");
        }
    }

    @Test
    void hazardsAreForLinux() {
        assertThat(all("--backend", "linux", "--hazards").getFirst().parameters())
                .containsEntry("xe.hazards", "true");
        assertThat(all("--backend", "linux").getFirst().parameters()).containsEntry("xe.hazards", "false");
    }
}
