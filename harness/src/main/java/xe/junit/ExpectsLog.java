// SPDX-License-Identifier: MIT
package xe.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Warnings that the kernel may log because of what the check does: regular expressions, each for a part of a message.
 *
 * <p>Any other message at warning level or worse marks a check that passes as {@code warned}, and one that fails as
 * {@code failed-with-log}. On a class it holds for all its checks, together with what a method expects.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ExpectsLog {
    String[] value();
}
