// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.junit.Assertions.assertTrue;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.EIO;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.ETIME;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COMPUTE;
import static xe.uapi.DrmXeEngineClassInstance.DRM_XE_ENGINE_CLASS_COPY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE;
import static xe.uapi.DrmXeExecQueueCreate.DRM_XE_MULTI_GROUP_CREATE;
import static xe.uapi.DrmXeExecQueueSetProperty.DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.Engine;
import xe.drm.ExecQueue;
import xe.drm.Feature;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.Outcome;

/** Groups of queues: a primary, and secondaries that name it. */
@Requires(Feature.QUEUE_GROUPS)
class ExecQueueGroupTest {
    private static final int GROUP = DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_GROUP;
    private static final int QUEUE_PRIORITY = DRM_XE_EXEC_QUEUE_SET_PROPERTY_MULTI_QUEUE_PRIORITY;
    private static final long CREATE = DRM_XE_MULTI_GROUP_CREATE;
    private static final int GROUPED_CLASSES = 1 << DRM_XE_ENGINE_CLASS_COPY | 1 << DRM_XE_ENGINE_CLASS_COMPUTE;
    private static final int MOST = 64;
    private static final int NO_QUEUE = 99;

    private static Outcome create(Vm vm, long... propertiesAndValues) {
        try (Chain chain = Chain.of(vm.file(), propertiesAndValues)) {
            return vm.tryCreateQueue(
                    vm.file().device().jobEngine(), request -> request.set("extensions", chain.address()));
        }
    }

    private static ExecQueue made(Vm vm, long... propertiesAndValues) {
        Outcome created = create(vm, propertiesAndValues);
        created.orThrow();
        return vm.file().queue(vm, created.answer().getInt("exec_queue_id"));
    }

    private static ExecQueue primary(Vm vm) {
        return made(vm, GROUP, CREATE);
    }

    private static ExecQueue secondary(ExecQueue primary) {
        return made(primary.vm(), GROUP, primary.id());
    }

    private static Outcome tryJoin(ExecQueue primary) {
        return create(primary.vm(), GROUP, primary.id());
    }

    private static Outcome trySetPriority(ExecQueue queue, long priority) {
        return queue.vm().file().ioctl(DRM_IOCTL_XE_EXEC_QUEUE_SET_PROPERTY, request -> {
            request.set("exec_queue_id", queue.id())
                    .set("property", QUEUE_PRIORITY)
                    .set("value", priority);
        });
    }

    /** Waits for what never comes, without time. */
    private static Outcome tryAwait(ExecQueue queue) {
        DrmFile file = queue.vm().file();
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), Long.BYTES)) {
            return UserFence.tryAwait(
                    file,
                    memory.address(),
                    1,
                    request -> request.set("exec_queue_id", queue.id()).set("timeout", 0));
        }
    }

    static IntStream bitsBelowCreate() {
        return IntStream.range(0, Long.SIZE - 1);
    }

    static IntStream bitsAboveAnId() {
        return IntStream.range(Integer.SIZE, Long.SIZE - 1);
    }

    @Test
    @Rule("EQX-051")
    void aBindQueueIsInNoGroup(DrmFile file) {
        Vm vm = file.createVm(0);
        ExecQueue primary = primary(vm);
        Placements bind = Placements.bind(0);
        assertThat(bind.create(vm)).succeeds();

        for (long group : new long[] {CREATE, primary.id()}) {
            try (Chain chain = Chain.of(file, GROUP, group)) {
                assertThat(bind.create(vm, request -> request.set("extensions", chain.address())))
                        .failsWith(EINVAL);
            }
        }
    }

    @Test
    @Rule("EQX-053")
    void aQueueIsInOneGroup(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        assertThat(tryJoin(primary)).succeeds();

        for (long first : new long[] {CREATE, primary.id()}) {
            for (long second : new long[] {CREATE, primary.id()}) {
                assertThat(create(primary.vm(), GROUP, first, GROUP, second)).failsWith(EINVAL);
            }
        }
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("bitsBelowCreate")
    @Rule("EQX-054")
    void aNewGroupHasNothingElseInItsValue(int bit, DrmFile file) {
        Vm vm = file.createVm(0);
        assertThat(create(vm, GROUP, CREATE | (1L << bit))).failsWith(EINVAL);
        assertThat(create(vm, GROUP, CREATE)).succeeds();
    }

    @ParameterizedTest(name = "bit {0}")
    @MethodSource("bitsAboveAnId")
    @Rule("EQX-055")
    void allBitsOfThePrimaryCount(int bit, DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        assertThat(create(primary.vm(), GROUP, primary.id() | (1L << bit))).failsWith(EINVAL);
        assertThat(tryJoin(primary)).succeeds();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, NO_QUEUE, 0x7fff_ffff, 0x8000_0000L, 0xffff_ffffL})
    @Rule("EQX-056")
    void anUnknownPrimaryGivesEnoent(long id, DrmFile file) {
        assertThat(create(file.createVm(0), GROUP, id)).failsWith(ENOENT);
    }

    @Test
    @Rule("EQX-056")
    void aDestroyedPrimaryGivesEnoent(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        assertThat(tryJoin(primary)).succeeds();
        primary.destroy();

        assertThat(tryJoin(primary)).failsWith(ENOENT);
    }

    @Test
    @Rule("EQX-057")
    void aQueueWithoutAGroupIsNoPrimary(DrmFile file) {
        assertThat(tryJoin(file.createVm(0).createQueue())).failsWith(EINVAL);
    }

    @Test
    @Rule("EQX-057")
    void aSecondaryIsNoPrimary(DrmFile file) {
        ExecQueue secondary = secondary(primary(file.createVm(0)));

        assertThat(tryJoin(secondary)).failsWith(EINVAL);
    }

    @Test
    @Rule("EQX-057")
    void aPrimaryOfAnotherVmGivesEinval(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));

        assertThat(create(file.createVm(0), GROUP, primary.id())).failsWith(EINVAL);
        assertThat(tryJoin(primary)).succeeds();
    }

    @Test
    @Rule("EQX-057")
    @Requires(Feature.TWO_COMPUTE_ENGINES)
    void aPrimaryOnOtherEnginesGivesEinval(DrmFile file) {
        Vm vm = file.createVm(0);
        List<Engine> two = Placements.two(file, GROUPED_CLASSES);
        Placements first = Placements.of(1, two.getFirst());
        try (Chain create = Chain.of(file, GROUP, CREATE)) {
            Outcome primary = first.create(vm, request -> request.set("extensions", create.address()));
            primary.orThrow();
            try (Chain join = Chain.of(file, GROUP, primary.answer().getInt("exec_queue_id"))) {
                for (Placements other : List.of(Placements.of(1, two.getLast()), new Placements(1, two, 0))) {
                    assertThat(other.create(vm, request -> request.set("extensions", join.address())))
                            .failsWith(EINVAL);
                }
                assertThat(first.create(vm, request -> request.set("extensions", join.address())))
                        .succeeds();
            }
        }
    }

    @Test
    @Rule("EQX-058")
    void aGroupHasRoomFor64Queues(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        ExecQueue last = primary;
        for (int i = 1; i < MOST; i++) {
            last = secondary(primary);
        }
        assertThat(tryJoin(primary)).failsWith(EINVAL);

        last.destroy();
        assertThat(tryJoin(primary)).failsWith(EINVAL);
        assertThat(create(primary.vm(), GROUP, CREATE)).succeeds();
    }

    @ParameterizedTest(name = "property {0}")
    @CsvSource({
        DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY + ", 1",
        DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE + ", 1000",
        DRM_XE_EXEC_QUEUE_SET_PROPERTY_PXP_TYPE + ", 0"
    })
    @Rule("EQX-059")
    void aSecondaryTakesNoPropertyOfThePrimary(int property, long value, DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));

        assertThat(create(primary.vm(), GROUP, primary.id(), property, value)).failsWith(EINVAL);
        assertThat(create(primary.vm(), property, value, GROUP, primary.id(), QUEUE_PRIORITY, 1))
                .failsWith(EINVAL);
        assertThat(create(primary.vm(), property, value)).succeeds();
    }

    @ParameterizedTest(name = "property {0}")
    @CsvSource({DRM_XE_EXEC_QUEUE_SET_PROPERTY_PRIORITY + ", 1", DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE + ", 1000"})
    @Rule("EQX-060")
    void whatAQueueHasBeforeItIsASecondaryStays(int property, long value, DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));

        assertThat(create(primary.vm(), property, value, GROUP, primary.id())).succeeds();
    }

    @Test
    @Rule("EQX-072")
    @Requires(Feature.UNPRIVILEGED)
    void everyUserMayChooseTheHighestPriorityInAGroup(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));

        assertThat(create(primary.vm(), GROUP, CREATE, QUEUE_PRIORITY, 2)).succeeds();
        assertThat(create(primary.vm(), GROUP, primary.id(), QUEUE_PRIORITY, 2)).succeeds();
    }

    @Test
    @Rule("EQS-006")
    void thePriorityInAGroupCanBeSet(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        for (ExecQueue queue : new ExecQueue[] {primary, secondary(primary)}) {
            for (long priority : new long[] {0, 2, 2, 1, 1}) {
                assertThat(trySetPriority(queue, priority)).succeeds();
            }
            assertThat(trySetPriority(queue, 3)).failsWith(EINVAL);
        }
    }

    @Test
    @Rule("EQS-006")
    void thePriorityInAKilledGroupCanBeSet(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        ExecQueue secondary = secondary(primary);
        primary.destroy();

        for (long priority : new long[] {0, 2, 2, 1}) {
            assertThat(trySetPriority(secondary, priority)).succeeds();
        }
    }

    @Test
    @Rule("EQG-006")
    void aSecondaryIsBannedWithItsPrimary(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        ExecQueue first = secondary(primary);
        ExecQueue second = secondary(primary);
        first.destroy();
        assertEqual("ban of the other", 0, second.isBanned() ? 1 : 0);
        primary.destroy();

        assertTrue("a secondary whose primary is gone is banned", second.isBanned());
    }

    @Test
    @Rule("WUF-042")
    void aWaitWithASecondaryEndsWithItsPrimary(DrmFile file) {
        ExecQueue primary = primary(file.createVm(0));
        ExecQueue secondary = secondary(primary);
        assertThat(tryAwait(secondary)).failsWith(ETIME);
        primary.destroy();

        assertThat(tryAwait(secondary)).failsWith(EIO);
    }
}
