// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.kernel.Errno.EPERM;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.drm.Vm;
import xe.kernel.Abi;
import xe.rules.Rule;
import xe.uapi.Outcome;
import xe.watch.Fd;

/** PRIME: which buffers become descriptors, and which handle comes back. */
class PrimeTest {
    private static final int SIZE = 65536;

    @ParameterizedTest(name = "flags {0}")
    @MethodSource("unknownFlags")
    @Rule("PRM-001")
    void anUnknownFlagGivesEinval(int flags, DrmFile file) {
        Bo bo = file.createBo(SIZE);

        assertThat(bo.tryExport(flags)).failsWith(EINVAL);
        Prime.isExported(bo, Abi.O_CLOEXEC | Abi.O_RDWR);
    }

    static Stream<Integer> unknownFlags() {
        return GoodRequest.flagsFrom(0).filter(flag -> (flag & (Abi.O_CLOEXEC | Abi.O_RDWR)) == 0);
    }

    @ParameterizedTest(name = "handle {0}")
    @ValueSource(ints = {0, 2, 9, 0x7fffffff, 0x80000000, 0xffffffff})
    @Rule("PRM-002")
    void anUnknownHandleGivesEnoent(int handle, DrmFile file) {
        Bo bo = file.createBo(SIZE);

        assertThat(Prime.export(file, handle, 0)).failsWith(ENOENT);
        Prime.isExported(bo, 0);
    }

    @Test
    @Rule("PRM-003")
    void theBufferOfAVmIsNotShared(DrmFile file) {
        Vm vm = file.createVm(0);
        Outcome owned = file.tryCreateBo(SIZE, request -> request.set("vm_id", vm.id()));
        owned.orThrow();

        assertThat(Prime.export(file, owned.answer().getInt("handle"), 0)).failsWith(EPERM);
    }

    @Test
    @Rule("PRM-004")
    void aBufferThatNobodyNeedsIsNotShared(DrmFile file) {
        try (Mapped mapped = Mapped.of(MappingKind.BUFFER, file)) {
            mapped.tryDontNeed().orThrow();
            assertThat(mapped.buffer().tryExport(0)).failsWith(EBUSY);
            mapped.tryWillNeed().orThrow();
            Prime.isExported(mapped.buffer(), 0);
        }
    }

    @Test
    @Rule("PRM-006")
    void theSameHandleComesBack(DrmFile file) {
        file.createBo(SIZE);
        Bo bo = file.createBo(SIZE);
        try (Fd exported = Prime.exported(bo)) {
            assertThat(Prime.importFd(file, exported)).succeedsWith("handle", bo.handle());
        }
    }

    @Test
    @Rule("PRM-007")
    void anotherFileGetsTheSameBuffer(DrmFile file, DrmFile other) {
        other.createBo(SIZE);
        Bo bo = file.createBo(SIZE);
        try (Fd exported = Prime.exported(bo)) {
            assertThat(Prime.importFd(other, exported)).succeedsWith("handle", 2);
        }

        Bo same = other.bo(2, SIZE);
        assertEqual("its mmap offset", bo.mmapOffset(), same.mmapOffset());
        MemorySegment one = bo.map();
        MemorySegment two = same.map();
        one.set(ValueLayout.JAVA_LONG, 8, 0x1234);
        long seen = two.get(ValueLayout.JAVA_LONG, 8);
        bo.unmap(one);
        same.unmap(two);
        assertEqual("what the other file reads", 0x1234, seen);
    }
}
