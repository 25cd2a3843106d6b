// SPDX-License-Identifier: MIT
package xe.sim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import xe.sim.driver.bind.BindOpDefect;
import xe.sim.driver.device.BindDefect;
import xe.sim.driver.device.ExhaustionDefect;
import xe.sim.driver.device.LifetimeDefect;
import xe.sim.driver.device.MmapDefect;
import xe.sim.driver.device.PurgeDefect;
import xe.sim.driver.device.QueueGroupDefect;
import xe.sim.driver.device.RebindDefect;
import xe.sim.driver.device.RestartDefect;
import xe.sim.driver.device.SubscribeDefect;
import xe.sim.driver.device.VmDefect;
import xe.sim.driver.device.VmPropertyDefect;
import xe.sim.driver.exec.ExecDefect;
import xe.sim.driver.extension.ExtensionDefect;
import xe.sim.driver.gem.GemDefect;
import xe.sim.driver.madvise.MadviseDefect;
import xe.sim.driver.observation.EuStallDefect;
import xe.sim.driver.observation.OaOpenDefect;
import xe.sim.driver.observation.OaStreamDefect;
import xe.sim.driver.observation.ObservationDefect;
import xe.sim.driver.query.FactDefect;
import xe.sim.driver.query.ObservationQueryDefect;
import xe.sim.driver.query.QueryDefect;
import xe.sim.driver.queue.QueueDefect;
import xe.sim.driver.queue.QueuePropertyDefect;
import xe.sim.driver.range.RangeQueryDefect;
import xe.sim.driver.sync.SyncDefect;
import xe.sim.driver.wait.WaitDefect;
import xe.sim.drm.CoreDefect;
import xe.sim.drm.HandleDefect;
import xe.sim.fault.FaultDefect;
import xe.sim.os.Defect;
import xe.sim.pipe.PipeDefect;
import xe.sim.pipe.ReadDefect;
import xe.sim.pipe.WatchDefect;

/**
 * Every defect that the simulator knows, of all its layers.
 */
public final class AllDefects {
    private AllDefects() {}

    public static List<Defect> list() {
        return Stream.<Defect[]>of(
                        PipeDefect.values(),
                        ReadDefect.values(),
                        WatchDefect.values(),
                        FaultDefect.values(),
                        CoreDefect.values(),
                        VmDefect.values(),
                        VmPropertyDefect.values(),
                        RestartDefect.values(),
                        ExhaustionDefect.values(),
                        RebindDefect.values(),
                        SubscribeDefect.values(),
                        QueueDefect.values(),
                        QueuePropertyDefect.values(),
                        QueueGroupDefect.values(),
                        QueryDefect.values(),
                        FactDefect.values(),
                        GemDefect.values(),
                        MmapDefect.values(),
                        LifetimeDefect.values(),
                        HandleDefect.values(),
                        BindDefect.values(),
                        MadviseDefect.values(),
                        PurgeDefect.values(),
                        RangeQueryDefect.values(),
                        BindOpDefect.values(),
                        SyncDefect.values(),
                        ExtensionDefect.values(),
                        WaitDefect.values(),
                        ExecDefect.values(),
                        ObservationQueryDefect.values(),
                        ObservationDefect.values(),
                        OaOpenDefect.values(),
                        OaStreamDefect.values(),
                        EuStallDefect.values())
                .flatMap(Stream::of)
                .toList();
    }

    /** The defect of that name, such as {@code VMR_001_PAD_IGNORED}. */
    public static Optional<Defect> find(String name) {
        return list().stream().filter(defect -> defect.name().equals(name)).findFirst();
    }
}
