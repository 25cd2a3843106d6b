// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENODEV;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;
import static xe.kernel.Errno.EPERM;
import static xe.kernel.Errno.OK;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COMPUTE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_RENDER;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_MULTI_GROUP_CREATE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** EXEC_QUEUE_CREATE: the properties that a chain of extensions sets. */
class ExecQueueExtensionTest {
    private static final int PRIORITY = DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY;
    private static final int TIMESLICE = DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE;
    private static final int PXP_TYPE = DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE;
    private static final int MULTI_GROUP = DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP;
    private static final int MULTI_QUEUE_PRIORITY = DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
    private static final int STATE_CACHE_FIX = DRM_XE_EXEC_QUEUE_SET_DISABLE_STATE_CACHE_PERF_FIX;

    private static Outcome create(DrmFile file, long... propertiesAndValues) {
        return create(file, file.device().jobEngine(), propertiesAndValues);
    }

    private static Outcome create(DrmFile file, Engine engine, long... propertiesAndValues) {
        try (Chain chain = Chain.of(file, propertiesAndValues)) {
            return Placements.of(1, engine)
                    .create(file.createVm(0), request -> request.set("extensions", chain.address()));
        }
    }

    @ParameterizedTest(name = "property {0}")
    @ValueSource(ints = {7, 8, 9, 15, 16, 32, 64, 0x100, 0x10000, 0x7fffffff, 0x80000000, 0x80000004, 0xffffffff})
    @Rule("EQX-001")
    void anUnknownPropertyGivesEinval(int property, DrmFile file) {
        assertThat(create(file, property, 0)).failsWith(EINVAL);
        assertThat(create(file, PRIORITY, 0)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {3, 4, 5, 0x100, 0x1_0000_0000L, 0x1_0000_0001L, Long.MIN_VALUE, Long.MAX_VALUE, -1})
    @Rule("EQX-010")
    void anUnknownPriorityGivesEinval(long priority, DrmFile file) {
        assertThat(create(file, PRIORITY, priority)).failsWith(EINVAL);
        assertThat(create(file, PRIORITY, 1)).succeeds();
    }

    @Test
    @Requires(Feature.UNPRIVILEGED)
    @Rule("EQX-011")
    void theHighestPriorityIsNotForEveryUser(DrmFile file) {
        assertThat(create(file, PRIORITY, 2)).failsWith(EPERM);
        assertThat(create(file, PRIORITY, 1)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1})
    @Rule("EQX-012")
    void everyUserMayChooseOneOfTwoPriorities(long priority, DrmFile file) {
        assertThat(create(file, PRIORITY, priority)).succeeds();
    }

    @Test
    @Requires(Feature.ROOT)
    @Rule("EQX-012")
    void rootMayChooseTheHighestPriority(DrmFile file) {
        assertThat(create(file, PRIORITY, 2)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1, 2})
    @Rule("EQX-013")
    void theLimitIsThatOfTheConfiguration(long priority, DrmFile file) {
        boolean allowed = priority <= QueryConfigTest.maxPriority(file);

        assertThat(create(file, PRIORITY, priority)).gives(allowed ? OK : EPERM);
    }

    @ParameterizedTest(name = "{0} us")
    @ValueSource(longs = {0, 10_000_001, 20_000_000, 0xffffffffL, 0x1_0000_0000L, 0x1_0000_0001L, -1})
    @Requires(Feature.UNPRIVILEGED)
    @Rule("EQX-020")
    void aTimesliceOutsideTheLimitsGivesEinval(long us, DrmFile file) {
        assertThat(create(file, TIMESLICE, us)).failsWith(EINVAL);
        assertThat(create(file, TIMESLICE, 1000)).succeeds();
    }

    @ParameterizedTest(name = "{0} us")
    @ValueSource(longs = {0, 10_000_001, 20_000_000, 0xffffffffL, Long.MIN_VALUE, -1})
    @Requires(Feature.ROOT)
    @Rule("EQX-021")
    void evenRootHasLimits(long us, DrmFile file) {
        assertThat(create(file, TIMESLICE, us)).failsWith(EINVAL);
        assertThat(create(file, TIMESLICE, 1)).succeeds();
        assertThat(create(file, TIMESLICE, 10_000_000)).succeeds();
    }

    @ParameterizedTest(name = "{0} us")
    @ValueSource(longs = {0x1_0000_0001L, 0x1_0000_03e8L, 0x8000_0000_0000_0001L, 0xffff_ffff_0000_0001L})
    @Rule("EQX-022")
    void allBitsOfATimesliceCount(long us, DrmFile file) {
        assertThat(create(file, TIMESLICE, us)).failsWith(EINVAL);
        assertThat(create(file, TIMESLICE, 1000)).succeeds();
    }

    @Test
    @Rule("EQX-023")
    void aBindQueueHasPriorityAndTimeslice(DrmFile file) {
        Engine bind = new Engine(Placements.BIND_CLASS, 0, 0);

        assertThat(create(file, bind, PRIORITY, 1)).succeeds();
        assertThat(create(file, bind, PRIORITY, 3)).failsWith(EINVAL);
        assertThat(create(file, bind, TIMESLICE, 1000)).succeeds();
        assertThat(create(file, bind, TIMESLICE, 0)).failsWith(EINVAL);
    }

    @Test
    @Rule("EQX-030")
    void noProtectedContentCanBeAskedForEverywhere(DrmFile file) {
        for (Engine engine : file.device().facts().engines()) {
            assertThat(create(file, engine, PXP_TYPE, 0)).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {2, 3, 0xf, 0x100, 0x1_0000_0000L, 0x1_0000_0001L, Long.MIN_VALUE, -1})
    @Rule("EQX-031")
    void anUnknownTypeOfProtectedContentGivesEinval(long type, DrmFile file) {
        assertThat(create(file, PXP_TYPE, type)).failsWith(EINVAL);
        assertThat(create(file, PXP_TYPE, 0)).succeeds();
    }

    @Test
    @Requires(Feature.NO_PXP)
    @Rule("EQX-032")
    void protectedContentThatIsAbsentGivesEnodev(DrmFile file) {
        assertThat(create(file, PXP_TYPE, 1)).failsWith(ENODEV);
    }

    @Test
    @Rule("EQX-050")
    void classesWithoutQueueGroupsGiveEnodev(DrmFile file) {
        for (Engine engine : file.device().facts().engines()) {
            Outcome group = create(file, engine, MULTI_GROUP, DRM_XE_MULTI_GROUP_CREATE);
            if (canHaveGroups(engine)) {
                assertThat(group).givesOneOf(ENODEV, OK);
            } else {
                assertThat(group).failsWith(ENODEV);
            }
        }
    }

    /** Of the newest devices only, but of no device another class. */
    private static boolean canHaveGroups(Engine engine) {
        return engine.engineClass() == DRM_XE_ENGINE_CLASS_COPY || engine.engineClass() == DRM_XE_ENGINE_CLASS_COMPUTE;
    }

    @ParameterizedTest(name = "group {0}")
    @ValueSource(longs = {DRM_XE_MULTI_GROUP_CREATE, 9})
    @Rule("EQX-061")
    void aGroupCannotFollowATypeOfProtectedContent(long group, DrmFile file) {
        assertThat(create(file, PXP_TYPE, 0, MULTI_GROUP, group)).failsWith(EINVAL);
        assertThat(create(file, PXP_TYPE, 0)).succeeds();
    }

    /** A group with a member that does not exist gives ENODEV or ENOENT, but only once the priority was taken. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {3, 4, 0x100, 0x1_0000_0000L, 0x1_0000_0001L, Long.MIN_VALUE, -1})
    @Rule("EQX-070")
    void anUnknownPriorityInAGroupGivesEinval(long priority, DrmFile file) {
        assertThat(create(file, MULTI_QUEUE_PRIORITY, priority, MULTI_GROUP, 9)).failsWith(EINVAL);
        assertThat(create(file, MULTI_QUEUE_PRIORITY, 2, MULTI_GROUP, 9)).failsWithOneOf(ENODEV, ENOENT);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1, 2})
    @Rule("EQX-071")
    void aPriorityInAGroupNeedsAGroup(long priority, DrmFile file) {
        assertThat(create(file, MULTI_QUEUE_PRIORITY, priority)).failsWith(EINVAL);
        assertThat(create(file, MULTI_QUEUE_PRIORITY, priority, PRIORITY, 1)).failsWith(EINVAL);
        assertThat(create(file, PRIORITY, 1)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1, 2, -1})
    @Rule("EQX-080")
    void onlyRenderHasTheStateCacheFix(long value, DrmFile file) {
        for (Engine engine : file.device().facts().engines()) {
            if (engine.engineClass() != DRM_XE_ENGINE_CLASS_RENDER) {
                assertThat(create(file, engine, STATE_CACHE_FIX, value)).failsWith(EOPNOTSUPP);
            }
        }
        assertThat(create(file, new Engine(Placements.BIND_CLASS, 0, 0), STATE_CACHE_FIX, value))
                .failsWith(EOPNOTSUPP);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 1, 2, 0x1_0000_0000L, -1})
    @Requires(Feature.RENDER_ENGINE)
    @Rule("EQX-081")
    void theStateCacheFixTakesAnyValue(long value, DrmFile file) {
        Engine render = new Engine(DRM_XE_ENGINE_CLASS_RENDER, 0, 0);

        assertThat(create(file, render, STATE_CACHE_FIX, value)).succeeds();
    }

    @ParameterizedTest(name = "property {0}")
    @ValueSource(ints = {0, 1, 2, 5, 7})
    @Rule("EQC-040")
    void aRefusedPropertyTakesNoId(int property, DrmFile file) {
        Vm vm = file.createVm(0);
        Placements good = Placements.of(1, file.device().jobEngine());
        try (Chain chain = Chain.of(file, PRIORITY, 1, property, 1L << 40)) {
            Outcome refused = good.create(vm, request -> request.set("extensions", chain.address()));
            assertThat(refused).failsWith(EINVAL);
            assertEqual("exec_queue_id of a refused queue", 0, refused.answer().get("exec_queue_id"));
        }
        assertThat(good.create(vm)).succeedsWith("exec_queue_id", 1);
    }
}
