// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.ENOENT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Device;
import xe.drm.DrmFile;
import xe.drm.Feature;
import xe.drm.PseudoFile;
import xe.drm.RenderNode;
import xe.junit.Requires;
import xe.kernel.Abi;
import xe.rules.Rule;
import xe.watch.NotificationPipe;

/** How the device's nodes are opened, and what each lets through. */
class DrmNodeTest {
    @Test
    @Rule("CORE-027")
    void thePrimaryNodeServesVmsWithoutAuthentication(RenderNode node) {
        try (DrmFile master = primary(node).open(); // the first one to open the node is its master
                DrmFile primary = primary(node).open()) {
            assertThat(primary.tryCreateVm(LR_MODE)).succeedsWith("vm_id", 1);
            assertThat(primary.vm(1).tryGetProperty()).succeeds();
            assertThat(primary.vm(1).tryDestroy()).succeeds();
        }
    }

    @Test
    @Rule("CORE-027")
    @Requires({Feature.VM_RESTART, Feature.WATCH_QUEUE})
    void thePrimaryNodeServesTheSeries(RenderNode node, NotificationPipe pipe) {
        try (DrmFile primary = primary(node).open()) {
            assertThat(primary.tryWatch(pipe, 1)).succeeds();
            assertThat(primary.vm(1).tryRestart()).failsWith(ENOENT);
        }
    }

    /** The node card* beside a render node, as sysfs lists it. */
    private static RenderNode primary(RenderNode node) {
        Device device = node.device();
        String name = node.path().substring(node.path().lastIndexOf('/') + 1);
        List<String> nodes = new PseudoFile(device.kernel(), "/sys/class/drm/" + name + "/device/drm").list();
        String card = nodes.stream()
                .filter(entry -> entry.startsWith("card"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no primary node beside " + node.path()));
        return new RenderNode(new Device(device.kernel(), "/dev/dri/" + card, device.deadline()));
    }

    @Test
    @Rule("CORE-029")
    void aReadOnlyDescriptorServesEveryIoctl(RenderNode node) {
        try (DrmFile readOnly = node.open(Abi.O_RDONLY | Abi.O_CLOEXEC)) {
            assertThat(readOnly.tryCreateVm(LR_MODE)).succeedsWith("vm_id", 1);
            assertThat(readOnly.vm(1).tryDestroy()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {Abi.O_RDONLY, Abi.O_RDWR, Abi.O_RDWR | Abi.O_NONBLOCK})
    @Rule("CORE-030")
    void openingWithExclGivesEbusy(int flags, RenderNode node) {
        assertThat(node.tryOpen(flags | Abi.O_EXCL)).failsWith(EBUSY);
        assertThat(node.tryOpen(flags)).succeeds();
    }
}
