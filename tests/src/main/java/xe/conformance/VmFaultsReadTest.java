// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertEqual;
import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.DrmFile;
import xe.drm.FaultingJob;
import xe.drm.Feature;
import xe.drm.Vm;
import xe.junit.Requires;
import xe.kernel.NativeMemory;
import xe.rules.Rule;
import xe.uapi.StructView;
import xe.uapi.XeVmFault;

/** How VM_GET_PROPERTY hands out the faults of a VM: sizes, the data pointer, how many are copied. */
@Requires({Feature.USM, Feature.COMPUTE_JOB})
class VmFaultsReadTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 2, 5})
    @Rule("VGP-005")
    void theSizeQueryCountsTheFaultsAndTouchesNoData(int count, DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, count);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), StoredFaults.SIZE)) {
            data.segment().fill((byte) 0x5a);

            assertThat(StoredFaults.read(vm, 0, data.address())).succeedsWith("size", (long) count * StoredFaults.SIZE);
            assertEqual("bytes at data", 0x5a5a_5a5a_5a5a_5a5aL, data.segment().get(ValueLayout.JAVA_LONG, 0));
            assertThat(StoredFaults.read(vm, 0, 1)).succeedsWith("size", (long) count * StoredFaults.SIZE);
        }
    }

    @ParameterizedTest(name = "{0} of 2")
    @ValueSource(ints = {3, 4, 51, 1000})
    @Rule("VGP-007")
    void askingForMoreThanIsStoredGivesEinval(int asked, DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 2);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), (long) asked * StoredFaults.SIZE)) {
            assertThat(StoredFaults.read(vm, (long) asked * StoredFaults.SIZE, data.address()))
                    .failsWith(EINVAL);
            assertThat(StoredFaults.read(vm, 2L * StoredFaults.SIZE, data.address()))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 8, 47, 49, 95})
    @Rule("VGP-008")
    void aSizeThatIsNoMultipleOfAFaultGivesEinval(int size, DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 2);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), 2L * StoredFaults.SIZE)) {
            assertThat(StoredFaults.read(vm, size, data.address())).failsWith(EINVAL);
            assertThat(StoredFaults.read(vm, 2L * StoredFaults.SIZE, data.address()))
                    .succeeds();
        }
    }

    @ParameterizedTest(name = "{0} of 3")
    @ValueSource(ints = {1, 2, 3})
    @Rule("VGP-010")
    void theOldestFaultsAreRead(int asked, DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 3);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), (long) asked * StoredFaults.SIZE)) {
            assertThat(StoredFaults.read(vm, (long) asked * StoredFaults.SIZE, data.address()))
                    .succeedsWith("size", (long) asked * StoredFaults.SIZE);
            for (int i = 0; i < asked; i++) {
                MemorySegment entry = data.segment().asSlice((long) i * StoredFaults.SIZE, StoredFaults.SIZE);
                assertEqual("address", StoredFaults.address(i), new StructView(XeVmFault.STRUCT, entry).get("address"));
            }
        }
    }

    @Test
    @Rule("VGP-011")
    void aDataPointerThatCannotBeWrittenGivesEfault(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 1);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), StoredFaults.SIZE)) {
            assertThat(StoredFaults.read(vm, StoredFaults.SIZE, data.address())).succeeds();
            data.makeReadOnly();
            assertThat(StoredFaults.read(vm, StoredFaults.SIZE, data.address())).failsWith(EFAULT);
            data.makeUnreadable();
            assertThat(StoredFaults.read(vm, StoredFaults.SIZE, data.address())).failsWith(EFAULT);
        }
    }

    @Test
    @Rule("VGP-012")
    void aNullDataPointerGivesEfault(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 1);

        assertThat(StoredFaults.read(vm, StoredFaults.SIZE, 0)).failsWith(EFAULT);
        assertThat(vm.tryGetProperty()).succeedsWith("size", StoredFaults.SIZE);
    }

    @Test
    @Rule("VGP-037")
    void theValueMemberIsNotWritten(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 1);
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), StoredFaults.SIZE)) {
            assertThat(StoredFaults.read(vm, 0, data.address())).succeedsWith("value", data.address());
            assertThat(StoredFaults.read(vm, StoredFaults.SIZE, data.address())).succeedsWith("value", data.address());
        }
    }

    @Test
    @Rule("VGP-038")
    void anOlderSizeStaysAValidRequest(DrmFile file) {
        Vm vm = StoredFaults.vmWith(file, 1);
        long before = vm.tryGetProperty().answer().get("size");
        FaultingJob.write(vm, StoredFaults.address(9));
        try (NativeMemory data = NativeMemory.allocate(file.kernel(), before)) {
            assertThat(StoredFaults.read(vm, before, data.address())).succeedsWith("size", before);
            assertEqual(
                    "address",
                    StoredFaults.address(0),
                    new StructView(XeVmFault.STRUCT, data.segment()).get("address"));
        }
    }
}
