// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.VmPropertyDefect.VGP_027_RESOLVED_FAULTS_STORED;
import static xe.sim.driver.device.VmPropertyDefect.VGP_030_ONLY_FAULT_MODE_STORED;
import static xe.sim.driver.device.VmPropertyDefect.VGP_032_STORED_AFTER_NACK;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import xe.kernel.Abi;
import xe.sim.gpu.GpuFault;
import xe.sim.os.KernelLog;

/**
 * What the driver does with a page fault ({@code xe_pagefault_queue_work()}).
 */
final class PageFaults {
    private static final int PRECISION = (int) Abi.PAGE_SIZE;

    private PageFaults() {}

    /** Resolves the fault of a queue, or stores it with its VM; whether the access is to be tried again. */
    static boolean handle(ExecQueue queue, GpuFault fault) {
        XeVm vm = queue.vm();
        XeDevice device = vm.device();
        boolean resolved = vm.faultMode() && resolve(vm, fault);
        if (!device.profile().usm()) {
            return resolved; // VGP-031: nobody asks the driver
        }
        if (resolved) {
            if (device.has(VGP_027_RESOLVED_FAULTS_STORED)) {
                store(vm, fault);
            }
            return true;
        }
        if (vm.faultMode() || !device.has(VGP_030_ONLY_FAULT_MODE_STORED)) {
            if (device.has(VGP_032_STORED_AFTER_NACK)) {
                device.teardown().queue(() -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                    store(vm, fault);
                });
            } else {
                store(vm, fault); // VGP-032: before the nack
            }
        }
        device.log().printk(KernelLog.INFO, "Fault response: Unsuccessful -EINVAL");
        return false;
    }

    /**
     * Resolves a page fault of a fault-mode VM: whether the access is to be tried again. A fault is resolved if a mapping
     * allows the access; its page table entries are then written.
     */
    private static boolean resolve(XeVm vm, GpuFault fault) {
        vm.lock().writeLock().lock();
        try {
            Mapping mapping = vm.mappings().at(fault.address());
            if (mapping == null || vm.closedOrBanned()) {
                return false;
            }
            boolean writes = fault.access() != GpuFault.Access.READ;
            if (writes && mapping.attributes().readOnly()) {
                return false;
            }
            if (mapping.kind() == Mapping.Kind.CPU_MIRROR) {
                return vm.userptrs().mirror(fault.address(), writes);
            }
            if (mapping.kind() == Mapping.Kind.USERPTR && vm.userptrs().pin(mapping) != 0) {
                return false;
            }
            BufferObject buffer = mapping.attributes().buffer();
            if (buffer != null && !buffer.purgeState().purged() && !buffer.populate(Evictable.toBind(vm))) {
                return false;
            }
            vm.mappings().write(mapping);
            return true;
        } finally {
            vm.lock().writeLock().unlock();
        }
    }

    private static void store(XeVm vm, GpuFault fault) {
        long page = fault.address() & -Abi.PAGE_SIZE;
        vm.faults()
                .add(new FaultList.VmFault(page, PRECISION, access(fault.access()), type(fault.type()), fault.level()));
    }

    private static int access(GpuFault.Access access) {
        return switch (access) {
            case READ -> 0;
            case WRITE -> 1;
            case ATOMIC -> 2;
        };
    }

    private static int type(GpuFault.Type type) {
        return switch (type) {
            case NOT_PRESENT -> 0;
            case WRITE_ACCESS -> 1;
            case ATOMIC_ACCESS -> 2;
        };
    }
}
