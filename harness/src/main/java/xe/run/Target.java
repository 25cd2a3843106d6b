// SPDX-License-Identifier: MIT
package xe.run;

import java.util.Map;
import xe.kernel.KernelInfo;

/**
 * What the checks run on.
 *
 * @param device for people
 * @param parameters for the checks' extension, which makes the kernel of each check from them
 */
record Target(KernelInfo kernel, String device, Map<String, String> parameters) {}
