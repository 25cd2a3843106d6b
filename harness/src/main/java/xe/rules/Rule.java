// SPDX-License-Identifier: MIT
package xe.rules;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules of the rule book that a check shows: {@code @Rule("VMR-001")}.
 *
 * <p>On a class it holds for all checks of the class that name no rule of their own. The build fails on an id that is
 * not in the book.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rule {
    String[] value();
}
