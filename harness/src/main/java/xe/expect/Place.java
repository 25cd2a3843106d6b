// SPDX-License-Identifier: MIT
package xe.expect;

import xe.kernel.KernelInfo;

/**
 * Where a run is made, as far as expectations can depend on it.
 *
 * @param backend {@code sim}, {@code uml} (the real driver on a modelled GPU) or {@code linux} (hardware)
 * @param release of the kernel, as {@code uname -r} has it
 * @param profile that the simulator plays; empty on Linux
 * @param pci vendor and device, such as {@code 8086:e20b}; empty where there is no device
 */
public record Place(String backend, String release, String profile, String pci) {
    public static Place of(KernelInfo kernel, String profile, String pci) {
        String backend = switch (kernel.gpu()) {
            case SIMULATED -> "sim";
            case MODELLED -> "uml";
            case HOST -> "linux";
        };
        return new Place(backend, kernel.release(), profile, pci);
    }
}
