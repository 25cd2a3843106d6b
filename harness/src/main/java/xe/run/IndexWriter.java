// SPDX-License-Identifier: MIT
package xe.run;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import xe.drm.Feature;
import xe.junit.XeExtension;
import xe.report.Check;
import xe.rules.Rule;
import xe.rules.RuleBook;
import xe.worker.JUnitLauncher;

/**
 * Writes the {@link CheckIndex} when the suite is built, and refuses names and rules that would not hold up later.
 */
public final class IndexWriter implements TestExecutionListener {
    private final List<Check> checks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private IndexWriter() {}

    /** @param arguments the folder of compiled checks, where the index goes too */
    public static void main(String[] arguments) {
        Path classes = Path.of(arguments[0]);
        IndexWriter writer = new IndexWriter();
        try (JUnitLauncher junit = new JUnitLauncher()) {
            junit.launch(
                    DiscoverySelectors.selectClasspathRoots(Set.of(classes)),
                    Map.of(Listing.PARAMETER, "true"),
                    writer);
        }
        List<String> problems = new ArrayList<>(writer.problems);
        problems.addAll(IndexRules.problems(writer.checks(), RuleBook.load()));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "the checks break the rules of the suite:\n  " + String.join("\n  ", problems));
        }
        CheckIndex.save(classes, writer.checks());
    }

    private List<Check> checks() {
        return checks.stream().sorted(Comparator.comparing(Check::id)).toList();
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (test.isTest() && test.getSource().orElse(null) instanceof MethodSource source) {
            checks.add(check(test, source));
        } else {
            problems.add(test.getUniqueId() + ": can't be listed: " + reason);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            problems.add(test.getUniqueId() + ": neither a method nor a row of a table, so it has no name of its own");
        }
        result.getThrowable().ifPresent(why -> problems.add(test.getUniqueId() + ": " + why));
    }

    private static Check check(TestIdentifier test, MethodSource source) {
        Class<?> type = source.getJavaClass();
        Method method = source.getJavaMethod();
        boolean row = test.getUniqueId().contains("-invocation:");
        String name = row ? test.getDisplayName() : method.getName() + "()";
        return new Check(
                CheckNames.of(type, method.getName(), name),
                test.getUniqueId(),
                rules(type, method),
                type.getName(),
                method.getName(),
                name,
                XeExtension.needs(type, method).stream().map(Feature::name).toList(),
                test.getTags().stream().map(TestTag::getName).sorted().toList());
    }

    private static List<String> rules(Class<?> type, Method method) {
        return AnnotationSupport.findAnnotation(method, Rule.class)
                .or(() -> Stream.<Class<?>>iterate(type, c -> c != null, Class::getEnclosingClass)
                        .flatMap(c -> AnnotationSupport.findAnnotation(c, Rule.class).stream())
                        .findFirst())
                .map(rule -> List.of(rule.value()))
                .orElse(List.of());
    }
}
