// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import xe.sim.driver.profile.EngineClass;
import xe.sim.driver.profile.Gt;
import xe.sim.driver.profile.Profile;
import xe.sim.gpu.Engine;
import xe.sim.gpu.GpuContext;

/**
 * The engines of a device, and which GT each is on.
 */
public final class Engines implements AutoCloseable {
    private static final Duration PREEMPT_TIMEOUT = Duration.ofMillis(640);

    private final List<Placement> placements = new ArrayList<>();

    /** One engine and where it is. */
    private record Placement(Gt gt, EngineClass engineClass, int instance, Engine engine) {}

    Engines(Profile profile) {
        for (Gt gt : profile.gts()) {
            for (EngineClass engineClass : EngineClass.values()) {
                for (int i = 0; i < gt.count(engineClass); i++) {
                    String name = engineClass.shortName() + i;
                    placements.add(new Placement(gt, engineClass, i, new Engine(name, PREEMPT_TIMEOUT)));
                }
            }
        }
    }

    /** The engine, null if the GT has no such one. */
    public @Nullable Engine find(Gt gt, EngineClass engineClass, int instance) {
        for (Placement placement : placements) {
            if (placement.gt.equals(gt) && placement.engineClass == engineClass && placement.instance == instance) {
                return placement.engine;
            }
        }
        return null;
    }

    /** The GT that a queue's engine is on, null for a bind queue. */
    public @Nullable Gt gtOf(ExecQueue queue) {
        GpuContext context = queue.context();
        for (Placement placement : placements) {
            if (context != null && placement.engine == context.engine()) {
                return placement.gt;
            }
        }
        return null;
    }

    /** Stops them. */
    @Override
    public void close() {
        placements.forEach(placement -> placement.engine.close());
    }
}
