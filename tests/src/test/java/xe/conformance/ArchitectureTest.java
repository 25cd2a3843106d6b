// SPDX-License-Identifier: MIT
package xe.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import xe.kernel.KernelInfo;

/** What a check may see, and what it may not do. */
class ArchitectureTest {
    private static final JavaClasses CHECKS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("xe.conformance");

    @Test
    void checksSeeOnlyWhatACheckIsWrittenWith() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "xe.conformance..",
                        "xe.kernel..",
                        "xe.uapi..",
                        "xe.watch..",
                        "xe.drm..",
                        "xe.rules..",
                        "xe.junit..",
                        "java..",
                        "org.junit.jupiter..",
                        "org.jspecify..",
                        "com.google.errorprone..")
                .allowEmptyShould(true)
                .check(CHECKS);
    }

    @Test
    void checksUseOurOwnAssertions() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Assertions")
                .allowEmptyShould(true)
                .check(CHECKS);
    }

    @Test
    void checksDoNotAskWhichKernelTheyRunOn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KernelInfo.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("xe.kernel.LinuxKernel")
                .allowEmptyShould(true)
                .check(CHECKS);
    }

    @Test
    void checksKeepNoState() {
        fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(CHECKS);
    }

    @Test
    void checksDoNotSleep() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .allowEmptyShould(true)
                .check(CHECKS);
    }
}
