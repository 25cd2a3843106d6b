// SPDX-License-Identifier: MIT
package xe.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;
import xe.drm.Feature;
import xe.drm.KernelLog;
import xe.kernel.Wait;
import xe.rules.Rule;
import xe.rules.RuleEntry;
import xe.watch.NotificationException;

/**
 * Gives checks what they ask for by type, skips them where a need is missing, cleans up behind them, and reports what a failing
 * check did.
 *
 * <p>JUnit finds it as a service. It leaves tests alone that take none of its parameters and state no needs.
 */
public final class XeExtension
        implements BeforeEachCallback, ParameterResolver, TestExecutionExceptionHandler, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(XeExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Optional<String> skip = vainWaits(context)
                .flatMap(vain -> vain.skips(context.getRequiredTestClass().getName()));
        if (skip.isPresent()) {
            throw new TestAbortedException(skip.get());
        }
        Set<Feature> needs = needs(context.getRequiredTestClass(), context.getRequiredTestMethod());
        for (Feature feature : needs) {
            Optional<String> missing = backend(context).missing(feature);
            if (missing.isPresent()) {
                throw new TestAbortedException(feature + ": " + missing.get());
            }
        }
        if (takesParameters(context)) {
            session(context).watchLog();
        }
    }

    /** What a check needs, by its annotations and by the types of its parameters. */
    public static Set<Feature> needs(Class<?> type, Method method) {
        Set<Feature> needs = new LinkedHashSet<>();
        for (Class<?> parameter : method.getParameterTypes()) {
            needs.addAll(CheckSession.needs(parameter));
        }
        Stream.of(type.getAnnotation(Requires.class), method.getAnnotation(Requires.class))
                .filter(Objects::nonNull)
                .forEach(requires -> needs.addAll(List.of(requires.value())));
        return needs;
    }

    private static boolean takesParameters(ExtensionContext context) {
        for (Parameter parameter : context.getRequiredTestMethod().getParameters()) {
            if (CheckSession.offers(parameter.getType())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return CheckSession.offers(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        int ordinal = 0;
        for (int i = 0; i < parameter.getIndex(); i++) {
            if (parameter.getDeclaringExecutable().getParameterTypes()[i] == type) {
                ordinal++;
            }
        }
        return session(context).parameter(type, type.getName() + ordinal);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw inContext(context, thrown);
    }

    private static Throwable inContext(ExtensionContext context, Throwable thrown) {
        Optional<CheckSession> session = openSession(context);
        if (session.isEmpty()) {
            return thrown;
        }
        String backend = session.get().kernel().info().backend();
        String vain = session.get()
                .waitedInVain()
                .filter(wait -> !String.valueOf(thrown.getMessage()).contains(wait.spent()))
                .map(wait -> "; " + wait)
                .orElse("");
        return switch (thrown) {
            case ContractViolation violation -> violation.after(vain).in(backend, rules(context));
            case NotificationException missing -> {
                ContractViolation violation =
                        new ContractViolation("notification pipe", missing.expected(), missing.actual());
                violation.setStackTrace(missing.getStackTrace());
                yield violation.in(backend, rules(context));
            }
            case TestAbortedException aborted -> aborted;
            case AssertionError failed ->
                vain.isEmpty() ? failed : new AssertionError(failed.getMessage() + vain, failed);
            case RuntimeException broken ->
                vain.isEmpty() ? broken : new IllegalStateException(broken.getMessage() + vain, broken);
            default -> thrown;
        };
    }

    private static String rules(ExtensionContext context) {
        List<String> ids = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Rule.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Rule.class))
                .map(rule -> List.of(rule.value()))
                .orElse(List.of());
        if (ids.isEmpty()) {
            return "";
        }
        return ids.stream()
                .map(id -> id
                        + backend(context)
                                .rules()
                                .find(id)
                                .map(RuleEntry::sentence)
                                .map(": "::concat)
                                .orElse(""))
                .collect(Collectors.joining("; ", ids.size() == 1 ? "rule " : "rules ", ""));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Optional<CheckSession> open = openSession(context);
        if (open.isEmpty()) {
            return;
        }
        CheckSession session = open.get();
        Optional<Throwable> failure =
                context.getExecutionException().filter(thrown -> !(thrown instanceof TestAbortedException));
        failure.ifPresent(thrown -> context.publishReportEntry(evidence(session, thrown)));
        if (failure.isPresent()) {
            vainWaits(context)
                    .filter(vain -> session.waitedInVain().isPresent())
                    .ifPresent(vain -> vain.add(context.getRequiredTestClass().getName()));
        }
        List<String> leaked = session.close();
        List<KernelLog.Line> log = session.logSlice();
        List<KernelLog.Line> warnings = log.isEmpty() ? log : LogText.warnings(log, expectedLog(context));
        if (!warnings.isEmpty()) {
            context.publishReportEntry("warning", LogText.of(warnings));
        }
        if (backend(context).settings().tellsDefects()) {
            context.publishReportEntry("xe.defects.asked", session.askedDefects());
        }
        if (!leaked.isEmpty() && failure.isEmpty()) {
            context.publishReportEntry("trace", trace(session));
            throw new IllegalStateException("the check left open: " + String.join(", ", leaked));
        }
        Optional<String> report = KernelReports.first(log);
        if (report.isPresent() && failure.isEmpty()) {
            ContractViolation bug =
                    new ContractViolation("kernel log", "no report of a bug in the kernel", report.get());
            context.publishReportEntry(evidence(session, bug));
            throw bug.in(session.kernel().info().backend(), rules(context));
        }
        if (failure.isEmpty() && backend(context).settings().keepsTraces()) {
            context.publishReportEntry("trace", trace(session));
        }
    }

    private static List<Pattern> expectedLog(ExtensionContext context) {
        return Stream.of(context.getRequiredTestMethod(), context.getRequiredTestClass())
                .flatMap(element -> AnnotationSupport.findAnnotation(element, ExpectsLog.class).stream())
                .flatMap(expected -> Stream.of(expected.value()))
                .map(Pattern::compile)
                .toList();
    }

    private static String trace(CheckSession session) {
        return String.join("\n", session.kernel().trace().lines());
    }

    private static Map<String, String> evidence(CheckSession session, Throwable thrown) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("backend", session.kernel().info().detail());
        if (thrown instanceof AssertionFailedError failed && failed.isExpectedDefined() && failed.isActualDefined()) {
            evidence.put("expected", failed.getExpected().getStringRepresentation());
            evidence.put("actual", failed.getActual().getStringRepresentation());
            evidence.put(
                    "reproducer",
                    session.kernel()
                            .reproducer(
                                    String.valueOf(failed.getMessage()),
                                    failed.getExpected().getStringRepresentation(),
                                    failed.getActual().getStringRepresentation()));
        }
        evidence.put("wait", session.waitedInVain().map(Wait::toString).orElse(""));
        evidence.put("trace", trace(session));
        evidence.put("request", session.kernel().trace().lastFailingRequest());
        evidence.put("log", LogText.of(session.logSlice()));
        evidence.values().removeIf(String::isBlank); // JUnit takes no blank ones
        return evidence;
    }

    /** What a launch uses of the session that it belongs to. */
    private record Shared(Backend backend) {}

    private static Backend backend(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Shared.class, key -> new Shared(shared(context)), Shared.class)
                .backend();
    }

    private static Backend shared(ExtensionContext context) {
        Store session = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        return session.getOrComputeIfAbsent(Settings.of(context), Backend::new, Backend.class);
    }

    /** Empty where nobody counts them. */
    private static Optional<VainWaits> vainWaits(ExtensionContext context) {
        return Optional.ofNullable(
                context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE).get(VainWaits.class, VainWaits.class));
    }

    private static CheckSession session(ExtensionContext context) {
        Store check = context.getStore(NAMESPACE);
        return check.getOrComputeIfAbsent(
                CheckSession.class, key -> new CheckSession(backend(context)), CheckSession.class);
    }

    private static Optional<CheckSession> openSession(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(CheckSession.class, CheckSession.class));
    }
}
