// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EOPNOTSUPP;

import java.lang.foreign.ValueLayout;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.UserFence;
import xe.drm.Vm;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.StructView;

/** Sync entries of EXEC and VM_BIND that are user fences. */
class UserFenceEntryTest {
    private static final long VALUE = 0x1234_5678_9abcL;

    /** Hands on a call with a user fence in memory of the process, and the entry. */
    private static void withFence(SyncCaller caller, DrmFile file, BiConsumer<GoodRequest, StructView> check) {
        Vm vm = file.createVm(0);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 2 * Long.BYTES);
                SyncEntries entries = SyncEntries.of(file, SyncEntries.userFence(memory.address(), VALUE))) {
            check.accept(caller.request(vm, entries), entries.entry(0));
            if (caller == SyncCaller.BIND) {
                UserFence.tryAwait(file, memory.address(), VALUE, request -> {}).orThrow(); // the last one was good
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"EXEC", "BIND"})
    @Rule("SYN-020")
    void aUserFenceCantBeWaitedFor(SyncCaller caller, DrmFile file) {
        withFence(caller, file, (request, entry) -> {
            entry.set("flags", 0);
            assertThat(request.send()).failsWith(EOPNOTSUPP);
            entry.set("addr", entry.get("addr") + 1); // not looked at
            assertThat(request.send()).failsWith(EOPNOTSUPP);

            entry.set("flags", 1).set("addr", entry.get("addr") - 1);
            assertThat(request.send()).succeeds();
        });
    }

    @ParameterizedTest(name = "flags {0}, {1} bytes off")
    @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1", "1, 4"})
    @Rule("SYN-021")
    void aBindWithoutOperationsTakesNone(int flags, int off, DrmFile file) {
        withFence(SyncCaller.EMPTY_BIND, file, (request, entry) -> {
            entry.set("flags", flags).set("addr", entry.get("addr") + off);
            assertThat(request.send()).failsWith(EOPNOTSUPP);
            assertThat(request.with("num_syncs", 0)).succeeds();
        });
    }

    static Stream<Object[]> misaligned() {
        return Stream.of(SyncCaller.EXEC, SyncCaller.BIND)
                .flatMap(caller -> IntStream.range(1, Long.BYTES).mapToObj(off -> new Object[] {caller, off}));
    }

    @ParameterizedTest(name = "{0}, {1} bytes off")
    @MethodSource("misaligned")
    @Rule("SYN-022")
    void anAddressThatIsNotAlignedGivesEinval(SyncCaller caller, int off, DrmFile file) {
        withFence(caller, file, (request, entry) -> {
            long aligned = entry.get("addr");
            entry.set("addr", aligned + off);
            assertThat(request.send()).failsWith(EINVAL);
            entry.set("addr", aligned);
            assertThat(request.send()).succeeds();
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, NativeMemory.NEVER_MAPPED, 1L << 63, -8, -4096})
    @Rule("SYN-023")
    void aBindNeedsMemoryOfTheProcess(long address, DrmFile file) {
        withFence(SyncCaller.BIND, file, (request, entry) -> {
            long good = entry.get("addr");
            entry.set("addr", address);
            assertThat(request.send()).failsWith(EFAULT);
            entry.set("addr", good);
            assertThat(request.send()).succeeds();
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {0, 8, NativeMemory.NEVER_MAPPED, 0x7fff_ffff_fff8L, 1L << 47, 1L << 63, -8, -4096})
    @Rule("SYN-024")
    void anAddressOfTheGpuIsNotLookedAtBeforeTheJobRuns(long address, DrmFile file) {
        withFence(SyncCaller.EXEC, file, (request, entry) -> {
            entry.set("addr", address);
            assertThat(request.send()).succeeds();
        });
    }

    @Test
    @Rule("SYN-025")
    void aBindTakesOneAtMost(DrmFile file) {
        Vm vm = file.createVm(0);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 2 * Long.BYTES);
                SyncEntries entries = SyncEntries.of(
                        file,
                        SyncEntries.userFence(memory.address(), VALUE),
                        SyncEntries.userFence(memory.address() + Long.BYTES, VALUE))) {
            GoodRequest request = SyncCaller.BIND.request(vm, entries);
            assertThat(request.send()).failsWith(EINVAL);

            assertThat(request.with("num_syncs", 1)).succeeds();
            UserFence.tryAwait(file, memory.address(), VALUE, change -> {}).orThrow();
            assertEqual("the second fence", 0, memory.segment().get(ValueLayout.JAVA_LONG, Long.BYTES));
        }
    }

    @Test
    @Rule("SYN-025")
    void howManyThereAreIsAskedAfterEachWasRead(DrmFile file) {
        Vm vm = file.createVm(0);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 2 * Long.BYTES);
                SyncEntries entries = SyncEntries.of(
                        file,
                        SyncEntries.userFence(memory.address(), VALUE),
                        SyncEntries.userFence(memory.address() + Long.BYTES, VALUE),
                        entry -> entry.set("handle", 999).set("flags", 1))) {
            GoodRequest request = SyncCaller.BIND.request(vm, entries);
            assertThat(request.send()).failsWith(ENOENT);
            assertThat(request.with("num_syncs", 2)).failsWith(EINVAL);
        }
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, LR_MODE})
    @Rule("SYN-026")
    void execTakesSeveral(int flags, DrmFile file) {
        Vm vm = file.createVm(flags);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 3 * Long.BYTES);
                SyncEntries entries = SyncEntries.of(
                        file,
                        SyncEntries.userFence(memory.address(), VALUE),
                        SyncEntries.userFence(memory.address() + Long.BYTES, VALUE),
                        SyncEntries.userFence(memory.address() + 2 * Long.BYTES, VALUE))) {
            assertThat(SyncCaller.EXEC.request(vm, entries).send()).succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {1, 0xffff_ffffL, 1L << 32, VALUE, 1L << 63, -1})
    @Rule("SYN-027")
    void allEightBytesBecomeTheValue(long value, DrmFile file) {
        Vm vm = file.createVm(0);
        try (NativeMemory memory = NativeMemory.allocate(file.kernel(), 2 * Long.BYTES);
                SyncEntries entries = SyncEntries.of(file, SyncEntries.userFence(memory.address(), value))) {
            memory.segment().set(ValueLayout.JAVA_LONG, Long.BYTES, VALUE);
            assertThat(SyncCaller.BIND.request(vm, entries).send()).succeeds();

            assertThat(UserFence.tryAwait(file, memory.address(), value, request -> {}))
                    .succeeds();
            assertEqual("the fence", value, memory.segment().get(ValueLayout.JAVA_LONG, 0));
            assertEqual("what is behind it", VALUE, memory.segment().get(ValueLayout.JAVA_LONG, Long.BYTES));
        }
    }
}
