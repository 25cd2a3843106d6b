// SPDX-License-Identifier: MIT
package xe.sim.driver.vm;

import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOMEM;
import static xe.sim.driver.device.RestartDefect.FEAT_004_RESTARTABLE_UNKNOWN;
import static xe.sim.driver.device.VmDefect.BUG_01_ID_WRITTEN_AFTER_PUBLISH;
import static xe.sim.driver.device.VmDefect.VMC_001_PLAIN_VM_REFUSED;
import static xe.sim.driver.device.VmDefect.VMC_002_EXTENSIONS_IGNORED;
import static xe.sim.driver.device.VmDefect.VMC_003_SECOND_RESERVED_IGNORED;
import static xe.sim.driver.device.VmDefect.VMC_004_STOCK_TAKES_RESTARTABLE;
import static xe.sim.driver.device.VmDefect.VMC_005_HIGH_FLAGS_IGNORED;
import static xe.sim.driver.device.VmDefect.VMC_006_FAULT_MODE_WITHOUT_USM;
import static xe.sim.driver.device.VmDefect.VMC_007_FAULT_MODE_WITHOUT_LR;
import static xe.sim.driver.device.VmDefect.VMC_008_SCRATCH_WITH_FAULTS_REFUSED;
import static xe.sim.driver.device.VmDefect.VMC_009_SCRATCH_WITH_FAULTS_TAKEN;
import static xe.sim.driver.device.VmDefect.VMC_010_NO_OVERCOMMIT_ALONE;
import static xe.sim.driver.device.VmDefect.VMC_011_NO_OVERCOMMIT_REFUSED;
import static xe.sim.driver.device.VmDefect.VMC_012_RESTARTABLE_WITHOUT_LR;
import static xe.sim.driver.device.VmDefect.VMC_013_RESTARTABLE_WITH_SCRATCH_REFUSED;
import static xe.sim.driver.device.VmDefect.VMC_014_RESTARTABLE_WITH_FAULT_MODE;
import static xe.sim.driver.device.VmDefect.VMC_015_RESTARTABLE_SKIPS_OVERCOMMIT_TEST;
import static xe.sim.driver.device.VmDefect.VMC_016_INPUT_VM_ID_REFUSED;
import static xe.sim.driver.device.VmDefect.VMC_017_VM_ID_ZEROED;
import static xe.sim.driver.device.VmDefect.VMC_018_FORCED_SCRATCH_HIDDEN;
import static xe.sim.driver.device.VmDefect.VMC_019_RESERVED_LEAKS;
import static xe.sim.driver.device.VmDefect.VMC_024_ENOMEM_AS_EINVAL;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_FAULT_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_LR_MODE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_NO_VM_OVERCOMMIT;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_RESTARTABLE;
import static xe.uapi.DrmXeVmCreate.DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE;

import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.os.KernelLog;
import xe.uapi.StructView;

/**
 * VM_CREATE ({@code xe_vm_create_ioctl()}), checks C1 to C11.
 */
public final class VmCreateIoctl {
    private static final long KERNEL_ADDRESS = 0x1_0a5f_3000L;

    private final XeDevice device;

    public VmCreateIoctl(XeDevice device) {
        this.device = device;
    }

    public long create(XeFile file, StructView args) {
        if (device.has(VMC_017_VM_ID_ZEROED)) {
            args.set("vm_id", 0);
        }
        if (args.get("extensions") != 0 && !device.has(VMC_002_EXTENSIONS_IGNORED)) {
            return EINVAL.negated(); // C1
        }
        int flags = args.getInt("flags");
        if (device.profile().forcedScratch()) {
            flags |= DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE; // C2
            if (!device.has(VMC_018_FORCED_SCRATCH_HIDDEN)) {
                args.set("flags", flags);
            }
        }
        if (any(flags, DRM_XE_VM_CREATE_FLAG_FAULT_MODE)
                && !device.profile().usm()
                && !device.has(VMC_006_FAULT_MODE_WITHOUT_USM)) {
            return EINVAL.negated(); // C3
        }
        if (args.get("reserved[0]") != 0
                || (args.get("reserved[1]") != 0 && !device.has(VMC_003_SECOND_RESERVED_IGNORED))) {
            return EINVAL.negated(); // C4
        }
        if (args.get("vm_id") != 0 && device.has(VMC_016_INPUT_VM_ID_REFUSED)) {
            return EINVAL.negated();
        }
        if (refusedFlags(flags)) {
            return EINVAL.negated();
        }
        long failed = device.failFunctions().check("xe_pt_create");
        if (failed == 0) {
            failed = device.failFunctions().check("xe_vm_create_scratch");
        }
        if (failed != 0) { // C10
            boolean hidden = failed == ENOMEM.negated() && device.has(VMC_024_ENOMEM_AS_EINVAL);
            return hidden ? EINVAL.negated() : failed;
        }
        XeVm vm = new XeVm(file, flags);
        vm.publish(); // C11
        int id = vm.id();
        if (device.has(BUG_01_ID_WRITTEN_AFTER_PUBLISH)) {
            device.machine().race().meet();
            if (file.vms().get(id) != vm) {
                device.machine().log().printk(KernelLog.ERR, "BUG: KASAN: slab-use-after-free in xe_vm_create_ioctl");
            }
        }
        args.set("vm_id", id);
        if (device.has(VMC_019_RESERVED_LEAKS)) {
            args.set("reserved[0]", KERNEL_ADDRESS);
        }
        return 0;
    }

    /** C5 to C9. */
    private boolean refusedFlags(int flags) {
        boolean lr = any(flags, DRM_XE_VM_CREATE_FLAG_LR_MODE);
        boolean fault = any(flags, DRM_XE_VM_CREATE_FLAG_FAULT_MODE);
        boolean scratch = any(flags, DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE);
        boolean noOvercommit = any(flags, DRM_XE_VM_CREATE_FLAG_NO_VM_OVERCOMMIT);
        boolean restartable = any(flags, DRM_XE_VM_CREATE_FLAG_RESTARTABLE);
        if (flags == 0 && device.has(VMC_001_PLAIN_VM_REFUSED)) {
            return true;
        }
        if (any(flags, ~knownFlags())) {
            return true; // C5
        }
        boolean scratchWithFaults = device.profile().needsScratch()
                ? !device.has(VMC_008_SCRATCH_WITH_FAULTS_REFUSED)
                : device.has(VMC_009_SCRATCH_WITH_FAULTS_TAKEN);
        if (scratch && fault && !scratchWithFaults && device.profile().usm()) {
            return true; // C6
        }
        if (fault && !lr && !device.has(VMC_007_FAULT_MODE_WITHOUT_LR)) {
            return true; // C7
        }
        if (noOvercommit && fault && device.has(VMC_011_NO_OVERCOMMIT_REFUSED)) {
            return true;
        }
        boolean untested = restartable
                ? device.has(VMC_015_RESTARTABLE_SKIPS_OVERCOMMIT_TEST)
                : device.has(VMC_010_NO_OVERCOMMIT_ALONE);
        if (noOvercommit && !fault && !untested) {
            return true; // C8
        }
        if (!restartable) {
            return false;
        }
        if (scratch && !device.profile().forcedScratch() && device.has(VMC_013_RESTARTABLE_WITH_SCRATCH_REFUSED)) {
            return true;
        }
        return (!lr && !device.has(VMC_012_RESTARTABLE_WITHOUT_LR))
                || (fault && !device.has(VMC_014_RESTARTABLE_WITH_FAULT_MODE)); // C9
    }

    private int knownFlags() {
        int known = DRM_XE_VM_CREATE_FLAG_SCRATCH_PAGE
                | DRM_XE_VM_CREATE_FLAG_LR_MODE
                | DRM_XE_VM_CREATE_FLAG_FAULT_MODE
                | DRM_XE_VM_CREATE_FLAG_NO_VM_OVERCOMMIT;
        boolean series = device.series() && !device.has(FEAT_004_RESTARTABLE_UNKNOWN);
        if (series || device.has(VMC_004_STOCK_TAKES_RESTARTABLE)) {
            known |= DRM_XE_VM_CREATE_FLAG_RESTARTABLE;
        }
        if (device.has(VMC_005_HIGH_FLAGS_IGNORED)) {
            known |= ~0x1f;
        }
        return known;
    }

    private static boolean any(int flags, int bits) {
        return (flags & bits) != 0;
    }
}
