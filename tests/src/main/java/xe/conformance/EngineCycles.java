// SPDX-License-Identifier: MIT
package xe.conformance;

import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.kernel.Scratch;
import xe.uapi.DrmXeQueryEngineCycles;
import xe.uapi.Outcome;
import xe.uapi.StructView;

/** The argument of DEVICE_QUERY, ENGINE_CYCLES: of the engine for jobs and the monotonic clock, until a check says otherwise. */
record EngineCycles(DrmFile file, Scratch memory, StructView argument) implements AutoCloseable {
    static final int MONOTONIC = 1;

    static EngineCycles of(DrmFile file) {
        Scratch memory = Scratch.borrow(Query.ENGINE_CYCLES.sizeBytes(file));
        StructView argument = new StructView(DrmXeQueryEngineCycles.STRUCT, memory.segment());
        EngineCycles cycles = new EngineCycles(file, memory, argument);
        cycles.choose(file.device().jobEngine());
        argument.set("clockid", MONOTONIC);
        return cycles;
    }

    void choose(Engine engine) {
        argument.set("eci.engine_class", engine.engineClass())
                .set("eci.engine_instance", engine.instance())
                .set("eci.gt_id", engine.gtId());
    }

    Outcome read() {
        return Query.ENGINE_CYCLES
                .ask(file, memory.segment().byteSize(), memory.address())
                .send();
    }

    @Override
    public void close() {
        memory.close();
    }
}
