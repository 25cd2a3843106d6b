// SPDX-License-Identifier: MIT
package xe.run;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Skips every test method and every row, but not the tables, so that a run names them all and executes none.
 *
 * <p>Found by JUnit as a service; does nothing unless {@link #PARAMETER} is {@code true}.
 */
public final class Listing implements ExecutionCondition, InvocationInterceptor {
    static final String PARAMETER = "xe.listing";

    private static boolean active(ExtensionContext context) {
        return context.getConfigurationParameter(PARAMETER)
                .map(Boolean::valueOf)
                .orElse(false);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return active(context) && runs(context.getUniqueId())
                ? ConditionEvaluationResult.disabled("listed")
                : ConditionEvaluationResult.enabled("");
    }

    private static boolean runs(String uniqueId) {
        String last = uniqueId.substring(uniqueId.lastIndexOf("/[") + 1);
        return last.startsWith("[method:") || last.startsWith("[test-template-invocation:");
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        skipOrProceed(invocation, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        skipOrProceed(invocation, context);
    }

    private static void skipOrProceed(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        if (active(context)) {
            invocation.skip();
        } else {
            invocation.proceed();
        }
    }
}
