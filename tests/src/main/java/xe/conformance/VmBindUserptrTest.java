// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EPERM;
import static xe.uapi.DrmXeVmBindOp.DRM_XE_VM_BIND_FLAG_READONLY;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import xe.conformance.BindPlace.Operation;
import xe.drm.Bo;
import xe.drm.DrmFile;
import xe.kernel.Abi;
import xe.kernel.Errno;
import xe.rules.Rule;

/** VM_BIND of memory of the process. */
class VmBindUserptrTest {
    private static final long SIZE = BindPlace.SIZE;

    @ParameterizedTest(name = "VM flags {0}, address {1}")
    @CsvSource({
        "0, 0x0",
        "0, 0x1000",
        "0, 0x800000000000",
        "0, 0x8000000000000000",
        "1, 0x0",
        "1, 0x1000",
        "2, 0x0",
        "2, 0x1000",
        "2, 0x8000000000000000"
    })
    @Rule("BND-113")
    void memoryThatIsNotThereGivesEfaultAndNoMapping(int flags, String address, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags)) {
            MappingProbe probe = new MappingProbe(place.vm());
            GoodRequest bind = place.request(Operation.USERPTR);
            assertThat(bind.with("bind.userptr", Long.parseUnsignedLong(address.substring(2), 16)))
                    .failsWith(EFAULT);
            probe.assertFree(BindPlace.ADDRESS, SIZE);

            assertThat(bind.send()).succeeds();
            probe.assertMapped(BindPlace.ADDRESS, SIZE);
        }
    }

    @Test
    @Rule("BND-113")
    void memoryThatEndsTooEarlyGivesEfault(DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.USERPTR).refuses("bind.range", SIZE + Abi.PAGE_SIZE, EFAULT);
        }
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, 1, 2, 3})
    @Rule("BND-114")
    void memoryThatMayNotBeWrittenGivesEperm(int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags)) {
            GoodRequest bind = place.request(Operation.USERPTR);
            assertThat(bind.send()).succeeds();
            place.memory().makeReadOnly();
            assertThat(bind.send()).failsWith(EPERM);
        }
    }

    @ParameterizedTest(name = "VM flags {0}")
    @ValueSource(ints = {0, 1, 2, 3})
    @Rule("BND-115")
    void memoryThatMayNotBeWrittenCanBeMappedToBeRead(int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags)) {
            place.memory().makeReadOnly();
            GoodRequest bind = place.request(Operation.USERPTR);
            assertThat(bind.with("bind.flags", DRM_XE_VM_BIND_FLAG_READONLY)).succeeds();
        }
    }

    @ParameterizedTest(name = "flags {0}")
    @ValueSource(ints = {0, DRM_XE_VM_BIND_FLAG_READONLY})
    @Rule("BND-116")
    void memoryThatMayNotBeTouchedGivesEfault(int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            GoodRequest bind = place.request(Operation.USERPTR, op -> op.set("flags", flags));
            assertThat(bind.send()).succeeds();
            place.memory().makeUnreadable();
            assertThat(bind.send()).failsWith(EFAULT);
        }
    }

    @ParameterizedTest(name = "flags {0}")
    @ValueSource(ints = {0, DRM_XE_VM_BIND_FLAG_READONLY})
    @Rule("BND-116")
    void memoryOfABufferGivesEfault(int flags, DrmFile file) {
        Bo buffer = file.createBo(SIZE);
        MemorySegment mapped = buffer.map();
        try (BindPlace place = BindPlace.in(file)) {
            place.request(Operation.USERPTR, op -> op.set("flags", flags))
                    .refuses("bind.userptr", mapped.address(), EFAULT);
        }
        buffer.unmap(mapped);
    }

    @ParameterizedTest(name = "{1} bytes at {0}: {2}")
    @CsvSource({
        "-4096, 8192, EOVERFLOW",
        "-65536, 131072, EOVERFLOW",
        "-8192, 12288, EOVERFLOW",
        "-4096, 4096, EINVAL",
        "-65536, 65536, EINVAL"
    })
    @Rule("BND-117")
    void memoryThatWrapsAroundGivesEoverflow(long address, long range, Errno expected, DrmFile file) {
        try (BindPlace place = BindPlace.in(file)) {
            assertThat(place.request(Operation.USERPTR, op -> op.set("range", range))
                            .with("bind.userptr", address))
                    .failsWith(expected);
        }
    }

    @ParameterizedTest(name = "{0}, VM flags {1}")
    @CsvSource({"UNMAP, 0", "UNMAP, 1", "UNMAP, 2", "MAP, 0", "MAP, 2", "NULL, 0"})
    @Rule("BND-118")
    void whatIsLeftOfMemoryThatIsGoneCanBeRemoved(Operation operation, int flags, DrmFile file) {
        try (BindPlace place = BindPlace.in(file, flags)) {
            MappingProbe probe = new MappingProbe(place.vm());
            place.vm().bindUserptr(place.memory().address(), SIZE, BindPlace.ADDRESS);
            place.memory().unmap();

            assertThat(place.request(operation).send()).succeeds();
            assertThat(place.request(Operation.UNMAP).send()).succeeds();
            probe.assertFree(BindPlace.ADDRESS, SIZE);
        }
    }
}
