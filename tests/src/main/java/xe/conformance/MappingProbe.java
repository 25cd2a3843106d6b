// SPDX-License-Identifier: MIT
package xe.conformance;

import static xe.junit.Assertions.assertThat;
import static xe.kernel.Errno.EOPNOTSUPP;

import xe.drm.Syncobj;
import xe.drm.Vm;
import xe.uapi.DrmXeVmBindOp;
import xe.uapi.Outcome;

/**
 * Tells whether a VM maps anything in a range, without a change to it: a prefetch that is to wait for something is refused where it
 * finds nothing to do (BND-105).
 */
final class MappingProbe {
    private final Vm vm;
    private final Syncobj signalled;

    MappingProbe(Vm vm) {
        this.vm = vm;
        this.signalled = Syncobj.createSignalled(vm.file());
    }

    void assertMapped(long address, long sizeBytes) {
        assertThat(prefetch(address, sizeBytes)).succeeds();
    }

    void assertFree(long address, long sizeBytes) {
        assertThat(prefetch(address, sizeBytes)).failsWith(EOPNOTSUPP);
    }

    private Outcome prefetch(long address, long sizeBytes) {
        try (SyncEntries wait = SyncEntries.of(vm.file(), SyncEntries.waitFor(signalled))) {
            return vm.tryBind(request -> {
                wait.into(request);
                request.set("bind.op", DrmXeVmBindOp.DRM_XE_VM_BIND_OP_PREFETCH)
                        .set("bind.addr", address)
                        .set("bind.range", sizeBytes);
            });
        }
    }
}
