// SPDX-License-Identifier: MIT
package xe.sim;

import java.util.Set;
import xe.kernel.KernelInfo;
import xe.sim.driver.device.RebindFault;
import xe.sim.driver.profile.Profile;
import xe.sim.os.Defect;

/**
 * Which machine the simulator plays.
 *
 * @param profile the device: tgl, dg2, pvc, mtl, lnl, bmg, ptl, nvl-p or cri
 * @param series whether the kernel has the June 2026 series: VM_RESTART, RESTARTABLE, WATCH_QUEUE
 * @param watchQueues whether it was built with WATCH_QUEUE
 * @param keyNotifications whether it was built with KEY_NOTIFICATIONS
 * @param faultInjection whether it was built with FAULT_INJECTION and FAULT_INJECTION_DEBUG_FS
 * @param rebindFault the fault attribute of the rebind worker, on a kernel with the series and fault injection
 * @param debugfs whether debugfs is mounted
 * @param root whether the calling process is root
 * @param defects the bugs to switch on
 */
public record SimConfig(
        String profile,
        boolean series,
        boolean watchQueues,
        boolean keyNotifications,
        boolean faultInjection,
        RebindFault rebindFault,
        boolean debugfs,
        boolean root,
        Set<Defect> defects) {
    /** The kernel that the simulator follows, as {@code uname -r} has it. */
    static final String RELEASE = "7.3.0-rc7";

    /** A Battlemage on a kernel with the series and every option, used by root. */
    public static final SimConfig DEFAULT =
            new SimConfig("bmg", true, true, true, true, RebindFault.POSTED, true, true, Set.of());

    public SimConfig {
        defects = Set.copyOf(defects);
    }

    public SimConfig withProfile(String name) {
        return new SimConfig(
                name, series, watchQueues, keyNotifications, faultInjection, rebindFault, debugfs, root, defects);
    }

    /** 7.3-rc7 as it is. */
    public SimConfig stock() {
        return new SimConfig(
                profile, false, watchQueues, keyNotifications, faultInjection, rebindFault, debugfs, root, defects);
    }

    public SimConfig withoutWatchQueues() {
        return new SimConfig(profile, series, false, false, faultInjection, rebindFault, debugfs, root, defects);
    }

    public SimConfig withoutKeyNotifications() {
        return new SimConfig(profile, series, watchQueues, false, faultInjection, rebindFault, debugfs, root, defects);
    }

    public SimConfig withoutFaultInjection() {
        return new SimConfig(
                profile, series, watchQueues, keyNotifications, false, rebindFault, debugfs, root, defects);
    }

    public SimConfig withRebindFault(RebindFault form) {
        return new SimConfig(
                profile, series, watchQueues, keyNotifications, faultInjection, form, debugfs, root, defects);
    }

    public SimConfig withoutDebugfs() {
        return new SimConfig(
                profile, series, watchQueues, keyNotifications, faultInjection, rebindFault, false, root, defects);
    }

    public SimConfig asRoot(boolean privileged) {
        return new SimConfig(
                profile,
                series,
                watchQueues,
                keyNotifications,
                faultInjection,
                rebindFault,
                debugfs,
                privileged,
                defects);
    }

    public SimConfig withDefects(Set<Defect> active) {
        return new SimConfig(
                profile, series, watchQueues, keyNotifications, faultInjection, rebindFault, debugfs, root, active);
    }

    /** What a kernel with this configuration says of itself. */
    public KernelInfo info() {
        return new KernelInfo(
                "sim",
                RELEASE,
                "simulator of " + RELEASE + (series ? " + async notification series" : "") + ", profile " + profile,
                KernelInfo.Gpu.SIMULATED);
    }

    /** Vendor and device, such as {@code 8086:e20b}. */
    public String pciId() {
        return "8086:%04x".formatted(Profile.byName(profile).pciDevice());
    }
}
