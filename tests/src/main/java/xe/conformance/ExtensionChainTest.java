// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.E2BIG;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOSPC;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.ExtensionChain.Walker;
import xe.drm.DrmFile;
import xe.drm.ExecQueue;
import xe.kernel.Errno;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.CField;
import xe.uapi.DrmXeExecQueueCreate;
import xe.uapi.DrmXeExecQueueGetProperty;
import xe.uapi.DrmXeExtSetProperty;
import xe.uapi.DrmXeUserExtension;
import xe.uapi.Outcome;

/** The chains of extensions of GEM_CREATE and EXEC_QUEUE_CREATE. */
class ExtensionChainTest {
    private static final int MOST = 16;

    static Stream<Object[]> lengths() {
        return walkersAnd(IntStream.rangeClosed(1, MOST));
    }

    static Stream<Object[]> nodes() {
        return walkersAnd(IntStream.of(0, 1, 7, 15));
    }

    static Stream<Object[]> tooLong() {
        return walkersAnd(IntStream.of(17, 18, 32, 33, 64));
    }

    private static Stream<Object[]> walkersAnd(IntStream numbers) {
        return numbers.boxed()
                .flatMap(number -> Stream.of(Walker.values()).map(walker -> new Object[] {walker, number}));
    }

    static Stream<Object[]> reserved() {
        return DrmXeExtSetProperty.STRUCT.slots(CField.Zero.UNCHECKED).stream()
                .flatMap(slot -> Stream.of(Walker.values()).map(walker -> new Object[] {walker, slot}));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Rule("EXT-001")
    void noChainIsNoError(Walker walker, DrmFile file) {
        assertThat(walker.send(file, 0)).succeeds();
    }

    @ParameterizedTest(name = "{0}, {1} nodes")
    @MethodSource("lengths")
    @Rule("EXT-002")
    void aChainMayHaveSixteenNodes(Walker walker, int nodes, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, nodes)) {
            assertThat(chain.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, {1} nodes")
    @MethodSource("tooLong")
    @Rule("EXT-003")
    void aLongerChainGivesE2big(Walker walker, int nodes, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, nodes)) {
            assertThat(chain.send()).failsWith(E2BIG);
            assertThat(chain.with(MOST - 1, node -> node.set("base.next_extension", 0)))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, node {1}")
    @MethodSource("nodes")
    @Rule("EXT-003")
    void aCircleGivesE2big(Walker walker, int last, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, MOST)) {
            assertThat(chain.send()).succeeds();
            assertThat(chain.with(last, node -> node.set("base.next_extension", chain.address(0))))
                    .failsWith(E2BIG);
            assertThat(chain.with(last, node -> node.set("base.next_extension", chain.address(last))))
                    .failsWith(E2BIG);
        }
    }

    @ParameterizedTest(name = "{0}, node 17 is bad")
    @EnumSource
    @Rule("EXT-003")
    void theNodeThatIsTooMuchIsNotReadAnyMore(Walker walker, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, MOST)) {
            assertThat(chain.with(MOST - 1, node -> node.set("base.next_extension", NativeMemory.NEVER_MAPPED)))
                    .failsWith(E2BIG);
            assertThat(chain.with(MOST - 2, node -> node.set("base.next_extension", NativeMemory.NEVER_MAPPED)))
                    .failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "GEM_CREATE, 1",
        "GEM_CREATE, 8",
        "GEM_CREATE, 4096",
        "GEM_CREATE, -1",
        "GEM_CREATE, -4096",
        "EXEC_QUEUE_CREATE, 1",
        "EXEC_QUEUE_CREATE, 8",
        "EXEC_QUEUE_CREATE, 4096",
        "EXEC_QUEUE_CREATE, -1",
        "EXEC_QUEUE_CREATE, -4096"
    })
    @Rule("EXT-005")
    void aFirstNodeThatCantBeReadGivesEfault(Walker walker, long address, DrmFile file) {
        assertThat(walker.send(file, address)).failsWith(EFAULT);
        assertThat(walker.send(file, 0)).succeeds();
    }

    @ParameterizedTest(name = "{0}, behind node {1}")
    @MethodSource("nodes")
    @Rule("EXT-005")
    void aLaterNodeThatCantBeReadGivesEfault(Walker walker, int node, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, node == 15 ? 15 : MOST)) {
            int last = Math.min(node, 14);
            assertThat(chain.with(last, extension -> extension.set("base.next_extension", 8)))
                    .failsWith(EFAULT);
            assertThat(chain.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, {1} bytes")
    @CsvSource({
        "GEM_CREATE, 16", "GEM_CREATE, 24", "GEM_CREATE, 40", "GEM_CREATE, 47",
        "EXEC_QUEUE_CREATE, 16", "EXEC_QUEUE_CREATE, 24", "EXEC_QUEUE_CREATE, 40", "EXEC_QUEUE_CREATE, 47"
    })
    @Rule("EXT-006")
    void aBodyThatCantBeReadGivesEfault(Walker walker, int bytes, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, 1)) {
            long address = chain.address(1) - bytes; // the node's last bytes would lie behind readable memory
            assertThat(walker.send(file, address)).failsWith(EFAULT);
            assertThat(chain.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, node {1}")
    @MethodSource("nodes")
    @Rule("EXT-007")
    void everyBitOfThePadOfTheHeaderGivesEinval(Walker walker, int node, DrmFile file) {
        refuses(walker, node, "base.pad", DrmXeUserExtension.STRUCT.nonZeroValues("pad"), file);
    }

    @ParameterizedTest(name = "{0}, node {1}")
    @MethodSource("nodes")
    @Rule("EXT-008")
    void everyOtherNameGivesEinval(Walker walker, int node, DrmFile file) {
        refuses(walker, node, "base.name", DrmXeUserExtension.STRUCT.nonZeroValues("name"), file);
    }

    @ParameterizedTest(name = "{0}, node {1}")
    @MethodSource("nodes")
    @Rule("EXT-009")
    void everyBitOfThePadOfTheBodyGivesEinval(Walker walker, int node, DrmFile file) {
        refuses(walker, node, "pad", DrmXeExtSetProperty.STRUCT.nonZeroValues("pad"), file);
    }

    private static void refuses(Walker walker, int node, String field, LongStream values, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, MOST)) {
            values.forEach(value -> assertThat(chain.with(node, extension -> extension.set(field, value)))
                    .failsWith(EINVAL));
            assertThat(chain.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("reserved")
    @Rule("EXT-010")
    void reservedOfTheBodyIsNotLookedAt(Walker walker, String slot, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, 1)) {
            DrmXeExtSetProperty.STRUCT
                    .nonZeroValues(slot)
                    .forEach(value -> assertThat(chain.with(0, node -> node.set(slot, value)))
                            .succeeds());
        }
    }

    @ParameterizedTest(name = "{0}, node {1}")
    @MethodSource("nodes")
    @Rule("EXT-011")
    void oneBadNodeKeepsTheObjectFromBeingMade(Walker walker, int node, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, walker, MOST)) {
            Outcome refused = chain.with(node, extension -> extension.set("property", 99));
            assertThat(refused).failsWith(EINVAL);
            assertThat(refused).leaves(walker.id(), 0);

            assertThat(chain.send()).succeedsWith(walker.id(), 1); // the first id is still free
        }
    }

    @ParameterizedTest(name = "priority {0} after {1}")
    @CsvSource({"0, 1", "1, 0", "0, 0"})
    @Rule("EXT-012")
    void aPropertyMayBeSetTwice(long last, long first, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, Walker.EXEC_QUEUE_CREATE, 2)) {
            chain.node(0).set("value", first);
            chain.node(1).set("value", last);
            assertThat(chain.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "time slice {0} after {1}")
    @CsvSource({"1000, 5000", "5000, 1000", "2000, 2000"})
    @Rule("EXT-012")
    void aTimeSliceMayBeSetTwice(long last, long first, DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, Walker.EXEC_QUEUE_CREATE, 2)) {
            IntStream.range(0, 2)
                    .forEach(node -> chain.node(node)
                            .set("property", DrmXeExecQueueCreate.DRM_XE_EXEC_QUEUE_SET_PROPERTY_TIMESLICE)
                            .set("value", node == 0 ? first : last));
            assertThat(chain.send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0} bytes, chain at {1}: {2}")
    @CsvSource({"4096, 8, EFAULT", "4096, 0, OK", "0x4000000000000000, 8, ENOSPC", "0x4000000000000000, 0, ENOSPC"})
    @Rule("EXT-013")
    void aBufferIsAllocatedBeforeItsChainIsWalked(String size, long extensions, Errno expected, DrmFile file) {
        assertThat(file.tryCreateBo(Long.decode(size), request -> request.set("extensions", extensions)))
                .gives(expected);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Unextended.class)
    @Rule("EXT-014")
    void aCallWithoutExtensionsRefusesThem(Unextended call, DrmFile file) {
        call.request(file).refuses("extensions", NativeMemory.NEVER_MAPPED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 8, NativeMemory.NEVER_MAPPED, 1L << 63, -1})
    @Rule("EXT-015")
    void readingAPropertyOfAQueueDoesNotLookAtExtensions(long extensions, DrmFile file) {
        ExecQueue queue = file.createVm(0).createQueue();
        assertThat(file.ioctl(
                        DrmXeExecQueueGetProperty.DRM_IOCTL_XE_EXEC_QUEUE_GET_PROPERTY,
                        request -> request.set("exec_queue_id", queue.id()).set("extensions", extensions)))
                .succeeds();
    }

    @Test
    @Rule("EXT-013")
    void aSizeWithoutAnOffsetHidesABadNode(DrmFile file) {
        try (ExtensionChain chain = ExtensionChain.of(file, Walker.GEM_CREATE, 1)) {
            chain.node(0).set("base.pad", 1);
            assertThat(chain.send()).failsWith(EINVAL);
            long tooLarge = 1L << 62;
            assertThat(file.tryCreateBo(tooLarge, request -> request.set("extensions", chain.address(0))))
                    .failsWith(ENOSPC);
        }
    }
}
