// SPDX-License-Identifier: MIT
package xe.sim.driver.device;

import static xe.sim.driver.device.ExhaustionDefect.RBW_040_OWN_BUFFERS_EVICTED;
import static xe.sim.driver.device.ExhaustionDefect.RBW_046_UNMAPPED_BUFFERS_STAY;
import static xe.sim.driver.device.ExhaustionDefect.RBW_050_BIND_EVICTS_OWN_BUFFERS;

import org.jspecify.annotations.Nullable;

/**
 * Which buffers have to go where an allocation finds no room.
 *
 * @param spared the VM that keeps its private buffers and all that it maps, as it is being validated ({@code allow_res_evict} false,
 *     {@code xe_bo_eviction_valuable()}); null for none
 */
public record Evictable(@Nullable XeVm spared) {
    /** Whatever can be moved: for a new buffer also others of its VM. */
    public static final Evictable ANY = new Evictable(null);

    /** VM_BIND and page faults ({@code xe_vm_allow_vm_eviction()}). */
    public static Evictable toBind(XeVm vm) {
        boolean own = !vm.longRunning() || vm.faultMode() || vm.device().has(RBW_050_BIND_EVICTS_OWN_BUFFERS);
        return own ? ANY : new Evictable(vm);
    }

    /** The rebind worker and EXEC. */
    static Evictable toRebind(XeVm vm) {
        return vm.device().has(RBW_040_OWN_BUFFERS_EVICTED) ? ANY : new Evictable(vm);
    }

    boolean contains(BufferObject buffer) {
        if (spared == null) {
            return true;
        }
        boolean mapped = spared.device().vms().stream()
                .anyMatch(vm -> !vm.mappings().of(buffer).isEmpty());
        if (!mapped && spared.device().has(RBW_046_UNMAPPED_BUFFERS_STAY)) {
            return false;
        }
        return !spared.equals(buffer.owner()) && spared.mappings().of(buffer).isEmpty();
    }
}
