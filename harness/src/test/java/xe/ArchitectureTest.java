// SPDX-License-Identifier: MIT
package xe;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import xe.sim.AllDefects;
import xe.sim.os.Defect;

/** The walls between the packages, and what no class may do. */
class ArchitectureTest {
    /** Lowest first: a package imports only from those before it. */
    private static final List<String> PACKAGES = List.of(
            "xe.kernel..",
            "xe.uapi..",
            "xe.headers..",
            "xe.watch..",
            "xe.trace..",
            "xe.drm..",
            "xe.sim.os..",
            "xe.sim.pipe..",
            "xe.sim.fault..",
            "xe.sim.drm..",
            "xe.sim.gpu..",
            "xe.sim.driver.profile..",
            "xe.sim.driver.device..",
            "xe.sim.driver.extension..",
            "xe.sim.driver.sync..",
            "xe.sim.driver.query..",
            "xe.sim.driver.vm..",
            "xe.sim.driver.watch..",
            "xe.sim.driver.gem..",
            "xe.sim.driver.bind..",
            "xe.sim.driver.queue..",
            "xe.sim.driver.exec..",
            "xe.sim.driver.wait..",
            "xe.sim.driver.madvise..",
            "xe.sim.driver.range..",
            "xe.sim.driver.observation..",
            "xe.sim.driver",
            "xe.sim",
            "xe.rules..",
            "xe.junit..",
            "xe.report..",
            "xe.worker..",
            "xe.expect..",
            "xe.run..");

    private static final JavaClasses HARNESS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("xe");

    static Stream<Integer> packages() {
        return IntStream.range(0, PACKAGES.size() - 1).boxed();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageImportsOnlyFromEarlierOnes(int index) {
        String[] later = PACKAGES.subList(index + 1, PACKAGES.size()).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(PACKAGES.get(index))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .allowEmptyShould(true)
                .check(HARNESS);
    }

    @Test
    void everyClassStandsInOneOfThePackages() {
        noClasses()
                .should()
                .resideOutsideOfPackages(PACKAGES.toArray(String[]::new))
                .check(HARNESS);
    }

    @Test
    void theSimulatorSeesNothingButSystemCalls() {
        noClasses()
                .that()
                .resideInAPackage("xe.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("xe.headers..", "xe.watch..", "xe.trace..", "xe.drm..", "org.junit..")
                .check(HARNESS);
    }

    @Test
    void theRuleBookKnowsNeitherJUnitNorAKernel() {
        noClasses()
                .that()
                .resideInAPackage("xe.rules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "xe.kernel..", "xe.sim..")
                .check(HARNESS);
    }

    @Test
    void onlyTheSeamMakesDowncalls() {
        noClasses()
                .that()
                .resideOutsideOfPackage("xe.kernel")
                .should()
                .accessTargetWhere(targetOwner(belongToAnyOf(Linker.class, SymbolLookup.class)))
                .orShould()
                .accessTargetWhere(
                        targetOwner(belongToAnyOf(MemorySegment.class)).and(target(nameMatching("reinterpret"))))
                .check(HARNESS);
    }

    @Test
    void noStaticMutableState() {
        fields().that().areStatic().should().beFinal().check(HARNESS);
        noFields()
                .that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("xe.kernel") // there each thread has its place for errno, and idle ones wait
                .should()
                .haveRawType(resideInAnyPackage("java.util.concurrent.."))
                .orShould()
                .haveRawType(ThreadLocal.class)
                .check(HARNESS);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(targetOwner(belongToAnyOf(Thread.class)).and(target(nameMatching("sleep"))))
                .check(HARNESS);
    }

    /** Somebody may set the other clock back or forward in the middle of a run. */
    @Test
    void timesAreMeasuredByTheClockThatNobodySets() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(targetOwner(assignableTo(Temporal.class))
                        .and(target(nameMatching("until|isBefore|isAfter|compareTo|toEpochMilli")))
                        .and(targetOwner(not(belongToAnyOf(LocalDate.class)))))
                .orShould()
                .callMethod(Duration.class, "between", Temporal.class, Temporal.class)
                .check(HARNESS.that(
                        resideInAnyPackage("xe.worker..", "xe.run..", "xe.junit..", "xe.drm..", "xe.watch..")));
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        noClasses()
                .that(not(resideInAnyPackage("xe.run..")))
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(HARNESS);
    }

    @Test
    void everyDefectIsInTheList() {
        Set<String> listed = AllDefects.list().stream()
                .map(defect -> defect.getClass().getName())
                .collect(Collectors.toSet());

        assertThat(HARNESS.stream()
                        .filter(type -> type.isEnum() && type.isAssignableTo(Defect.class))
                        .map(JavaClass::getName))
                .allSatisfy(name -> assertThat(listed).contains(name));
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Utils?|Manager|Helper|Impl)").check(HARNESS);
    }
}
