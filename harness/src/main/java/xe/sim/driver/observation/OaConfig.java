// SPDX-License-Identifier: MIT
package xe.sim.driver.observation;

import xe.sim.driver.device.XeFile;

/**
 * A set of registers under a name ({@code struct xe_oa_config}). Streams keep it after it was removed.
 *
 * @param file through which it was added
 */
record OaConfig(String uuid, XeFile file) {}
