// SPDX-License-Identifier: MIT
package xe.sim.observation;

import xe.sim.driver.XeFile;

/**
 * A set of registers under a name ({@code struct xe_oa_config}). Streams keep it after it was removed.
 *
 * @param file through which it was added
 */
record OaConfig(String uuid, XeFile file) {}
