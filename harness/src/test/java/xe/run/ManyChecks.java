// SPDX-License-Identifier: MIT
package xe.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that take a moment each; what the tests of interrupted runs run. */
class ManyChecks {
    private static final Duration EACH = Duration.ofMillis(10);

    static IntStream rows() {
        return IntStream.rangeClosed(1, 120);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void row(int number) {
        long end = System.nanoTime() + EACH.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(number).isPositive();
    }
}
