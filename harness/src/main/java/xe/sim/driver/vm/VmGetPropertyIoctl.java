// SPDX-License-Identifier: MIT
package xe.sim.driver.vm;

import static xe.kernel.Errno.EBUSY;
import static xe.kernel.Errno.EFAULT;
import static xe.kernel.Errno.EINVAL;
import static xe.kernel.Errno.ENOENT;
import static xe.sim.driver.device.VmPropertyDefect.VGP_001_LAST_RESERVED_IGNORED;
import static xe.sim.driver.device.VmPropertyDefect.VGP_002_UNKNOWN_VM_EINVAL;
import static xe.sim.driver.device.VmPropertyDefect.VGP_003_PROPERTY_BEFORE_LOOKUP;
import static xe.sim.driver.device.VmPropertyDefect.VGP_004_UNKNOWN_PROPERTY_ENOENT;
import static xe.sim.driver.device.VmPropertyDefect.VGP_005_SIZE_IN_ENTRIES;
import static xe.sim.driver.device.VmPropertyDefect.VGP_006_EMPTY_LIST_ENOENT;
import static xe.sim.driver.device.VmPropertyDefect.VGP_007_SIZE_TRUNCATED;
import static xe.sim.driver.device.VmPropertyDefect.VGP_008_ODD_SIZE_ROUNDED;
import static xe.sim.driver.device.VmPropertyDefect.VGP_009_EMPTY_LIST_TAKES_A_SIZE;
import static xe.sim.driver.device.VmPropertyDefect.VGP_010_SIZE_REWRITTEN;
import static xe.sim.driver.device.VmPropertyDefect.VGP_011_BAD_DATA_EINVAL;
import static xe.sim.driver.device.VmPropertyDefect.VGP_012_NULL_DATA_IGNORED;
import static xe.sim.driver.device.VmPropertyDefect.VGP_013_DATA_CHECKED_IN_SIZE_QUERY;
import static xe.sim.driver.device.VmPropertyDefect.VGP_014_NEWEST_FIRST;
import static xe.sim.driver.device.VmPropertyDefect.VGP_016_READ_CONSUMES;
import static xe.sim.driver.device.VmPropertyDefect.VGP_018_BANNED_VM_ENOENT;
import static xe.sim.driver.device.VmPropertyDefect.VGP_019_PAUSED_VM_BUSY;
import static xe.sim.driver.device.VmPropertyDefect.VGP_020_ONLY_FAULT_MODE;
import static xe.sim.driver.device.VmPropertyDefect.VGP_021_ADDRESS_NOT_CANONICAL;
import static xe.sim.driver.device.VmPropertyDefect.VGP_022_PRECISION_ONE;
import static xe.sim.driver.device.VmPropertyDefect.VGP_023_WRITE_AS_READ;
import static xe.sim.driver.device.VmPropertyDefect.VGP_024_TYPE_ALWAYS_NOT_PRESENT;
import static xe.sim.driver.device.VmPropertyDefect.VGP_025_LEVEL_ALWAYS_PTE;
import static xe.sim.driver.device.VmPropertyDefect.VGP_026_PAD_DIRTY;
import static xe.sim.driver.device.VmPropertyDefect.VGP_037_VALUE_WRITTEN;
import static xe.sim.driver.device.VmPropertyDefect.VGP_038_OLD_SIZE_REFUSED;
import static xe.uapi.DrmXeVmGetProperty.DRM_XE_VM_GET_PROPERTY_FAULTS;

import java.lang.foreign.MemorySegment;
import java.util.List;
import xe.sim.driver.device.FaultList;
import xe.sim.driver.device.LifetimeDefect;
import xe.sim.driver.device.XeDevice;
import xe.sim.driver.device.XeFile;
import xe.sim.driver.device.XeVm;
import xe.sim.driver.extension.ExtensionDefect;
import xe.uapi.StructView;
import xe.uapi.XeVmFault;

/**
 * VM_GET_PROPERTY ({@code xe_vm_get_property_ioctl()}).
 */
public final class VmGetPropertyIoctl {
    private static final int ENTRY = XeVmFault.STRUCT.size();

    private final XeDevice device;

    public VmGetPropertyIoctl(XeDevice device) {
        this.device = device;
    }

    public long get(XeFile file, StructView args) {
        boolean dirty = args.get("reserved[0]") != 0
                || args.get("reserved[1]") != 0
                || (args.get("reserved[2]") != 0 && !device.has(VGP_001_LAST_RESERVED_IGNORED));
        boolean extended = args.get("extensions") != 0 && !device.has(ExtensionDefect.EXT_014_EXTENSIONS_IGNORED);
        if (dirty || extended || args.get("pad") != 0) {
            return EINVAL.negated(); // VGP-001
        }
        boolean known = args.get("property") == DRM_XE_VM_GET_PROPERTY_FAULTS;
        if (!known && device.has(VGP_003_PROPERTY_BEFORE_LOOKUP)) {
            return EINVAL.negated();
        }
        XeVm vm = file.vms().get(args.getInt("vm_id"));
        if (vm == null) {
            boolean einval = known && device.has(VGP_002_UNKNOWN_VM_EINVAL);
            return einval || device.has(LifetimeDefect.LIF_003_QUERY_EINVAL) ? EINVAL.negated() : ENOENT.negated();
        }
        if (!known) { // VGP-004
            return device.has(VGP_004_UNKNOWN_PROPERTY_ENOENT) ? ENOENT.negated() : EINVAL.negated();
        }
        if (vm.banned() && device.has(VGP_018_BANNED_VM_ENOENT)) {
            return ENOENT.negated();
        }
        if (vm.rebindWorker().deactivated() && device.has(VGP_019_PAUSED_VM_BUSY)) {
            return EBUSY.negated();
        }
        if (!vm.faultMode() && device.has(VGP_020_ONLY_FAULT_MODE)) {
            return EINVAL.negated();
        }
        List<FaultList.VmFault> faults = vm.faults().snapshot();
        return args.get("size") == 0 ? size(args, faults) : read(vm, args, faults);
    }

    private long size(StructView args, List<FaultList.VmFault> faults) {
        if (faults.isEmpty() && device.has(VGP_006_EMPTY_LIST_ENOENT)) {
            return ENOENT.negated();
        }
        if (device.has(VGP_013_DATA_CHECKED_IN_SIZE_QUERY)
                && args.get("data") != 0
                && !device.machine().memory().copyFrom(args.get("data"), MemorySegment.ofArray(new byte[1]))) {
            return EFAULT.negated();
        }
        if (device.has(VGP_037_VALUE_WRITTEN)) {
            args.set("value", faults.size());
        }
        int unit = device.has(VGP_005_SIZE_IN_ENTRIES) ? 1 : ENTRY;
        args.set("size", (long) faults.size() * unit);
        return 0;
    }

    private long read(XeVm vm, StructView args, List<FaultList.VmFault> faults) {
        long stored = (long) faults.size() * ENTRY;
        long size = args.get("size");
        if (stored == 0 && device.has(VGP_009_EMPTY_LIST_TAKES_A_SIZE)) {
            return 0;
        }
        if (size > stored && stored > 0 && device.has(VGP_007_SIZE_TRUNCATED)) {
            size = stored;
        }
        if (size % ENTRY != 0 && size < stored && device.has(VGP_008_ODD_SIZE_ROUNDED)) {
            size -= size % ENTRY;
        }
        boolean older = size < stored && device.has(VGP_038_OLD_SIZE_REFUSED);
        if (size > stored || size % ENTRY != 0 || older) {
            return EINVAL.negated(); // VGP-007, VGP-008
        }
        long data = args.get("data");
        if (data == 0 && device.has(VGP_012_NULL_DATA_IGNORED)) {
            return 0;
        }
        byte[] entries = entries(faults, (int) (size / ENTRY));
        if (!device.machine().memory().copyTo(data, MemorySegment.ofArray(entries))) {
            boolean header = data != 0 && device.has(VGP_011_BAD_DATA_EINVAL);
            return header ? EINVAL.negated() : EFAULT.negated(); // VGP-011
        }
        if (device.has(VGP_010_SIZE_REWRITTEN)) {
            args.set("size", stored);
        }
        if (device.has(VGP_016_READ_CONSUMES)) {
            vm.faults().clear();
        }
        return 0;
    }

    private byte[] entries(List<FaultList.VmFault> faults, int count) {
        List<FaultList.VmFault> ordered = device.has(VGP_014_NEWEST_FIRST) ? faults.reversed() : faults;
        byte[] bytes = new byte[count * ENTRY];
        for (int i = 0; i < count; i++) {
            MemorySegment at = MemorySegment.ofArray(bytes).asSlice((long) i * ENTRY, ENTRY);
            fill(new StructView(XeVmFault.STRUCT, at), ordered.get(i));
        }
        return bytes;
    }

    private void fill(StructView entry, FaultList.VmFault fault) {
        boolean raw = device.has(VGP_021_ADDRESS_NOT_CANONICAL);
        entry.set("address", raw ? fault.address() : canonical(fault.address()));
        entry.set("address_precision", device.has(VGP_022_PRECISION_ONE) ? 1 : fault.precision());
        entry.set("access_type", device.has(VGP_023_WRITE_AS_READ) ? 0 : fault.access());
        entry.set("fault_type", device.has(VGP_024_TYPE_ALWAYS_NOT_PRESENT) ? 0 : fault.type());
        entry.set("fault_level", device.has(VGP_025_LEVEL_ALWAYS_PTE) ? 0 : fault.level());
        if (device.has(VGP_026_PAD_DIRTY)) {
            entry.set("pad", 0xa5);
        }
    }

    /** {@code xe_device_canonicalize_addr()}: sign-extended from the top bit of the GPU's addresses. */
    private long canonical(long address) {
        int unused = Long.SIZE - device.profile().vaBits();
        return address << unused >> unused;
    }
}
