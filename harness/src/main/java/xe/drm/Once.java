// SPDX-License-Identifier: MIT
package xe.drm;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is asked for when it is first needed, and then kept; while one thread asks, others wait for it. */
final class Once<T> {
    private final Supplier<T> question;
    private @Nullable T answer;

    Once(Supplier<T> question) {
        this.question = question;
    }

    synchronized T get() {
        T known = answer;
        if (known == null) {
            known = question.get();
            answer = known;
        }
        return known;
    }
}
