// SPDX-License-Identifier: MIT
package xe.worker;

import java.time.Duration;
import java.util.Optional;

/**
 * How long things may take.
 *
 * @param check from the begin of a check to its end
 * @param inactivity of a worker that is at no check, such as one that starts
 * @param overall of all checks together; empty for no limit
 */
public record Limits(Duration check, Duration inactivity, Optional<Duration> overall) {}
