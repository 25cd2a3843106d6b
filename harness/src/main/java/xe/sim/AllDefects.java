// SPDX-License-Identifier: MIT
package xe.sim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import xe.sim.driver.BindDefect;
import xe.sim.driver.BindOpDefect;
import xe.sim.driver.ExecDefect;
import xe.sim.driver.ExtensionDefect;
import xe.sim.driver.FactDefect;
import xe.sim.driver.GemDefect;
import xe.sim.driver.LifetimeDefect;
import xe.sim.driver.MadviseDefect;
import xe.sim.driver.MmapDefect;
import xe.sim.driver.ObservationQueryDefect;
import xe.sim.driver.PurgeDefect;
import xe.sim.driver.QueryDefect;
import xe.sim.driver.QueueDefect;
import xe.sim.driver.QueuePropertyDefect;
import xe.sim.driver.RangeQueryDefect;
import xe.sim.driver.RebindDefect;
import xe.sim.driver.RestartDefect;
import xe.sim.driver.SubscribeDefect;
import xe.sim.driver.SyncDefect;
import xe.sim.driver.VmDefect;
import xe.sim.driver.VmPropertyDefect;
import xe.sim.driver.WaitDefect;
import xe.sim.drm.CoreDefect;
import xe.sim.drm.HandleDefect;
import xe.sim.fault.FaultDefect;
import xe.sim.observation.EuStallDefect;
import xe.sim.observation.OaOpenDefect;
import xe.sim.observation.OaStreamDefect;
import xe.sim.observation.ObservationDefect;
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
                        RebindDefect.values(),
                        SubscribeDefect.values(),
                        QueueDefect.values(),
                        QueuePropertyDefect.values(),
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
