// SPDX-License-Identifier: MIT
package xe.run;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostDevicesTest {
    @TempDir
    private Path root;

    private final List<Path> links = new ArrayList<>();

    /** JUnit would warn of links that lead out of its folder. */
    @AfterEach
    void unlink() throws IOException {
        for (Path link : links) {
            Files.delete(link);
        }
    }

    private void node(String name, String driver) throws IOException {
        Files.createDirectories(root.resolve("dev/dri"));
        links.add(Files.createSymbolicLink(root.resolve("dev/dri/" + name), Path.of("/dev/null")));
        Path drivers = Files.createDirectories(root.resolve("sys/bus/pci/drivers/" + driver));
        Path device = Files.createDirectories(root.resolve("sys/class/drm/" + name + "/device"));
        Files.createSymbolicLink(device.resolve("driver"), drivers);
    }

    private void slot(String slot, String name) throws IOException {
        Files.createDirectories(root.resolve("sys/bus/pci/devices/" + slot + "/drm/" + name));
    }

    private RunProblem problem(String device) {
        return assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(() -> new HostDevices(root).named(device))
                .actual();
    }

    @Test
    void theFirstNodeOfXeIsTaken() throws IOException {
        node("renderD128", "i915");
        node("renderD129", "xe");

        assertThat(new HostDevices(root).any().path()).isEqualTo("/dev/dri/renderD129");
    }

    @Test
    void nodeIsFoundByPathAndByPciSlot() throws IOException {
        node("renderD129", "xe");
        slot("0000:03:00.0", "renderD129");

        assertThat(new HostDevices(root).named("/dev/dri/renderD129").path()).isEqualTo("/dev/dri/renderD129");
        assertThat(new HostDevices(root).named("pci:0000:03:00.0").path()).isEqualTo("/dev/dri/renderD129");
    }

    @Test
    void nodeOfAnotherDriverIsNamedWithIt() throws IOException {
        node("renderD128", "amdgpu");
        node("renderD129", "xe");

        RunProblem problem = problem("/dev/dri/renderD128");
        assertThat(problem)
                .hasMessage(
                        "/dev/dri/renderD128 belongs to the driver amdgpu, not to xe: nodes of xe are /dev/dri/renderD129");
        assertThat(problem.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void pathThatIsNotThereIsRefused() throws IOException {
        node("renderD129", "xe");

        assertThat(problem("/dev/dri/renderD200"))
                .hasMessage("there is no /dev/dri/renderD200: nodes of xe are /dev/dri/renderD129");
        assertThat(problem("pci:0000:99:00.0")).hasMessageStartingWith("no DRM device at PCI slot 0000:99:00.0");
    }

    @Test
    void fileThatIsNoNodeIsRefused() throws IOException {
        node("renderD129", "xe");
        Files.writeString(root.resolve("file"), "");

        assertThat(problem("/file")).hasMessageStartingWith("/file is no device node");
    }

    /** Root may open everything, so this node leads nowhere. */
    @Test
    void nodeThatCannotBeOpenedNamesItsGroup() throws IOException {
        node("renderD129", "xe");
        Path link = root.resolve("dev/dri/renderD129");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("nowhere"));
        String group = Files.getAttribute(link, "posix:group", NOFOLLOW_LINKS).toString();

        assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(() -> new HostDevices(root).any())
                .withMessageStartingWith("no permission to open /dev/dri/renderD129, which needs the group " + group
                        + ": 'sudo usermod -aG " + group)
                .satisfies(problem -> assertThat(problem.exitCode()).isEqualTo(ExitCode.BROKEN));
    }

    @Test
    void noNodeAtAllSaysWhatToLoad() {
        assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(() -> new HostDevices(root).any())
                .withMessageContaining("modprobe xe")
                .satisfies(problem -> assertThat(problem.exitCode()).isEqualTo(ExitCode.SKIPPED));
    }

    @Test
    void gpuOfI915SaysHowToMoveIt() throws IOException {
        node("renderD128", "i915");

        assertThatExceptionOfType(RunProblem.class)
                .isThrownBy(() -> new HostDevices(root).any())
                .withMessageContaining("xe.force_probe=");
    }

    private void pciNode(String name, String slot, String model) throws IOException {
        Files.createDirectories(root.resolve("dev/dri"));
        links.add(Files.createSymbolicLink(root.resolve("dev/dri/" + name), Path.of("/dev/null")));
        Path drivers = Files.createDirectories(root.resolve("sys/bus/pci/drivers/xe"));
        Path device = Files.createDirectories(root.resolve("sys/devices/" + slot));
        Files.createSymbolicLink(device.resolve("driver"), drivers);
        Files.writeString(device.resolve("vendor"), "0x8086\n");
        Files.writeString(device.resolve("device"), "0x" + model + "\n");
        Path drm = Files.createDirectories(root.resolve("sys/class/drm/" + name));
        Files.createSymbolicLink(drm.resolve("device"), device);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pci:device=e20b | renderD128",
                "pci:vendor=8086,device=E20B,card=1 | renderD130",
                "pci:vendor=0x8086 | renderD128",
                "pci:card=2 | renderD130",
                "pci:device=64a0 | renderD129",
                "drm:renderD129 | renderD129"
            })
    void aNodeIsFoundByItsIds(String device, String name) throws IOException {
        pciNode("renderD128", "0000:03:00.0", "e20b");
        pciNode("renderD129", "0000:00:02.0", "64a0");
        pciNode("renderD130", "0000:04:00.0", "e20b");

        assertThat(new HostDevices(root).named(device).path()).isEqualTo("/dev/dri/" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pci:device=56a0 | no card 0 of the xe driver with device=56a0",
                "pci:card=1 | no card 1 of the xe driver",
                "pci:slot=1 | 'slot=1' is none of",
                "pci:card=e | card=e is no number",
                "drm:renderD200 | there is no /dev/dri/renderD200"
            })
    void whatNamesNoNodeIsRefused(String device, String problem) throws IOException {
        pciNode("renderD128", "0000:03:00.0", "e20b");

        assertThat(problem(device)).hasMessageContaining(problem).hasMessageContaining("/dev/dri/renderD128");
    }
}
