// SPDX-License-Identifier: MIT
package xe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import xe.drm.KernelLog;

class KernelReportsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUG: KASAN: slab-use-after-free in xe_vm_close_and_put+0x10/0x20",
                "BUG: unable to handle page fault for address: 0000000000001000",
                "WARNING: CPU: 0 PID: 79 at drivers/gpu/drm/drm_gpuvm.c:1656 drm_gpuvm_bo_put+0x1/0x2",
                "WARNING: drivers/gpu/drm/drm_gpuvm.c:1656 at drm_gpuvm_bo_put+0x1/0x2, CPU#0: java/79",
                "WARNING: possible circular locking dependency detected",
                "UBSAN: array-index-out-of-bounds in drivers/gpu/drm/xe/xe_vm.c:1:2",
                "ODEBUG: free active (active state 0) object: 0",
                "kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)",
                "INFO: task java:79 blocked for more than 122 seconds.",
                "refcount_t: underflow; use-after-free."
            })
    void reportIsFoundAmongOtherLines(String line) {
        assertThat(KernelReports.first(List.of(
                        new KernelLog.Line(6, "xe 0000:00:00.0: [drm] exec queue reset detected"),
                        new KernelLog.Line(3, line))))
                .contains(line);
    }

    @Test
    void whatTheDriverSaysOfARequestIsNone() {
        assertThat(KernelReports.first(List.of(
                        new KernelLog.Line(3, "xe 0000:00:00.0: [drm] *ERROR* Tile0: GT0: Engine memory CAT error"),
                        new KernelLog.Line(4, "xe 0000:00:00.0: [drm] VM worker error: -28"))))
                .isEmpty();
    }
}
