// SPDX-License-Identifier: MIT
package xe.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import xe.drm.Feature;

/**
 * What a check needs. Where one is missing the check is skipped with {@code FEATURE: reason}, never passed.
 *
 * <p>On a class it holds for all its checks, together with what a method needs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {
    Feature[] value();
}
