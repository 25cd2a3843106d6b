// SPDX-License-Identifier: MIT
package xe.rules;

import java.util.List;

/**
 * A check and the rules that it shows.
 *
 * @param check the stable id of the check, such as {@code vm-restart.non-zero-pad-gives-einval}
 */
public record CheckRules(String check, List<String> rules) {
    public CheckRules {
        rules = List.copyOf(rules);
    }
}
