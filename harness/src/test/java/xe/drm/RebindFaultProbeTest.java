// SPDX-License-Identifier: MIT
package xe.drm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import xe.sim.SimConfig;
import xe.sim.SimKernel;
import xe.sim.driver.device.RebindFault;

class RebindFaultProbeTest {
    private SimKernel kernel = SimKernel.boot(SimConfig.DEFAULT);

    @AfterEach
    void close() {
        kernel.close();
    }

    private Features on(SimConfig config) {
        kernel.close();
        kernel = SimKernel.boot(config);
        return new Features(kernel, Device.find(kernel, Duration.ofSeconds(60)).orElseThrow(), true);
    }

    @Test
    void theAttributeOfTheSeriesIsKnownByItsName() {
        Features features = on(SimConfig.DEFAULT);

        assertThat(features.missing(Feature.FAULT_INJECTION)).isEmpty();
        assertThat(features.missing(Feature.FAIL_REBIND)).isEmpty();
        assertThat(features.missing(Feature.FAULT_IN_ANY_VM))
                .contains("the fault attribute spares VMs without RESTARTABLE");
    }

    @Test
    void anOlderFormIsUsedTooAndHitsEveryVm() {
        Features features = on(SimConfig.DEFAULT.withRebindFault(RebindFault.OLDER));

        assertThat(features.missing(Feature.FAULT_INJECTION)).isEmpty();
        assertThat(features.missing(Feature.FAIL_REBIND)).contains("an older fault attribute, rebind_enospc");
        assertThat(features.missing(Feature.FAULT_IN_ANY_VM)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FAULT_INJECTION", "FAIL_REBIND", "FAULT_IN_ANY_VM"})
    void anotherAttributeOfThatNameIsNotTakenForIt(Feature feature) {
        Features features = on(SimConfig.DEFAULT.withRebindFault(RebindFault.UNRELATED));

        assertThat(features.missing(feature)).contains("fail_rebind does not make the rebind worker fail");
    }

    @Test
    void aKernelWithoutDebugfsOrSeriesSaysSo() {
        assertThat(on(SimConfig.DEFAULT.withoutDebugfs()).missing(Feature.FAULT_INJECTION))
                .hasValueSatisfying(reason -> assertThat(reason).contains("/sys/kernel/debug/dri/", "ENOENT"));
        assertThat(on(SimConfig.DEFAULT.withoutFaultInjection()).missing(Feature.FAULT_INJECTION))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("no fault attribute of the rebind worker"));
        assertThat(on(SimConfig.DEFAULT.stock()).missing(Feature.FAULT_INJECTION))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("no DRM_IOCTL_XE_VM_RESTART: "));
    }
}
