// SPDX-License-Identifier: MIT
package xe.sim.drm;

/**
 * What a driver says of itself ({@code struct drm_driver}).
 */
public record DriverInfo(int major, int minor, int patchLevel, String name, String date, String description) {}
