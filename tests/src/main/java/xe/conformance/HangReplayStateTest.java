// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COMPUTE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_RENDER;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** EXEC_QUEUE_CREATE: a saved state of a context, whose size goes with class and generation. */
class HangReplayStateTest {
    private static final int REPLAY = DRM_XE_EXEC_QUEUE_SET_HANG_REPLAY_STATE;
    private static final int KIB = 1024;
    private static final int PAGE = 4 * KIB;
    private static final long XE3P = 3510;
    private static final long XE2 = 2000;

    private static int stateSize(DrmFile file, Engine engine) {
        long version = QueryGtListTest.version(QueryGtListTest.mainGt(file));
        return switch (engine.engineClass()) {
            case DRM_XE_ENGINE_CLASS_RENDER -> (version >= XE3P ? 28 : version >= XE2 ? 12 : 52) * KIB;
            case DRM_XE_ENGINE_CLASS_COMPUTE -> (version >= XE3P ? 20 : version >= XE2 ? 8 : 52) * KIB;
            default -> PAGE;
        };
    }

    private static Outcome create(DrmFile file, Engine engine, long... propertiesAndValues) {
        try (Chain chain = Chain.of(file, propertiesAndValues)) {
            return Placements.of(1, engine)
                    .create(file.createVm(0), request -> request.set("extensions", chain.address()));
        }
    }

    @Test
    @Rule("EQX-040")
    void aStateThatIsTooShortGivesEfault(DrmFile file) {
        for (Engine engine : file.device().facts().engines()) {
            int size = stateSize(file, engine);
            try (NativeMemory shorter = NativeMemory.allocate(file.kernel(), size - Long.BYTES);
                    NativeMemory exact = NativeMemory.allocate(file.kernel(), size)) {
                assertThat(create(file, engine, REPLAY, shorter.address())).failsWith(EFAULT);
                assertThat(create(file, engine, REPLAY, exact.address())).succeeds();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, NativeMemory.NEVER_MAPPED, Long.MIN_VALUE, -8})
    @Rule("EQX-040")
    void aStateThatCantBeReadGivesEfault(long address, DrmFile file) {
        assertThat(create(file, file.device().jobEngine(), REPLAY, address)).failsWith(EFAULT);
    }

    @Test
    @Rule("EQX-041")
    void twoStatesGiveEinval(DrmFile file) {
        Engine engine = file.device().jobEngine();
        try (NativeMemory state = NativeMemory.allocate(file.kernel(), stateSize(file, engine))) {
            assertThat(create(file, engine, REPLAY, state.address(), REPLAY, state.address()))
                    .failsWith(EINVAL);
            assertThat(create(file, engine, REPLAY, state.address())).succeeds();
        }
    }

    @Test
    @Rule("EQX-042")
    void everyEngineTakesAState(DrmFile file) {
        for (Engine engine : file.device().facts().engines()) {
            try (NativeMemory state = NativeMemory.allocate(file.kernel(), stateSize(file, engine))) {
                assertThat(create(file, engine, REPLAY, state.address())).succeeds();
            }
        }
    }

    @Test
    @Rule("EQX-042")
    void aBindQueueTakesAStateOfACopyEngine(DrmFile file) {
        Engine bind = new Engine(Placements.BIND_CLASS, 0, 0);
        try (NativeMemory state = NativeMemory.allocate(file.kernel(), PAGE)) {
            assertThat(create(file, bind, REPLAY, state.address())).succeeds();
        }
    }
}
