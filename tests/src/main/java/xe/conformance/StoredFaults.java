// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.drm.VmFlags.FAULT_MODE;
import static xe.drm.VmFlags.LR_MODE;
import static xe.junit.Assertions.assertTrue;

import java.util.List;
import xe.drm.DrmFile;
import xe.drm.FaultingJob;
import xe.drm.Vm;
import xe.kernel.Abi;
import xe.uapi.Outcome;
import xe.uapi.StructView;
import xe.uapi.XeVmFault;

/**
 * Faults that a VM in fault mode has stored: each from a write into a hole, at {@link #address}.
 */
final class StoredFaults {
    /** Of one fault, in bytes. */
    static final int SIZE = XeVmFault.STRUCT.size();

    static final long HOLE = 0x1_2345_6000L;

    private StoredFaults() {}

    static Vm vmWith(DrmFile file, int count) {
        Vm vm = file.createVm(LR_MODE | FAULT_MODE);
        for (int i = 0; i < count; i++) {
            FaultingJob.write(vm, address(i));
        }
        return vm;
    }

    static long address(int index) {
        return HOLE + index * Abi.PAGE_SIZE;
    }

    /** The fault at {@code index} of the list, which must be there. */
    static StructView get(Vm vm, int index) {
        List<StructView> faults = vm.faults();
        assertTrue("the VM keeps fault " + index + " (it has " + faults.size() + ")", index < faults.size());
        return faults.get(index);
    }

    static Outcome read(Vm vm, long sizeBytes, long data) {
        return vm.tryGetProperty(request -> request.set("size", sizeBytes).set("data", data));
    }
}
