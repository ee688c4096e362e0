package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests are held to: they wait for what happens, and never for time to pass. */
final class RulesOfTestsTest {
    private static final JavaClasses TESTS = House.testClasses();

    /** By whatever name it goes: a test that sleeps is slow where it works and fails under load. */
    private static final Set<String> SLEEPS =
            Set.of(
                    "java.lang.Thread.sleep",
                    "java.util.concurrent.TimeUnit.sleep",
                    "java.util.concurrent.locks.LockSupport.parkNanos",
                    "java.util.concurrent.locks.LockSupport.parkUntil",
                    "org.awaitility.core.ConditionFactory.pollDelay",
                    "org.awaitility.core.ConditionFactory.during");

    /** Modules whose tests are compiled after this one's. */
    private static final Pattern SLEEPS_IN_SOURCE =
            Pattern.compile(
                    "\\bThread\\.sleep\\(|\\bparkNanos\\(|\\.pollDelay\\(|[A-Z]\\.sleep\\(");

    @Test
    void readsTheTestsThatAreThere() {
        assertThat(TESTS).isNotEmpty();
    }

    @Test
    void hasNoTestThatSleeps() {
        assertThat(
                        TESTS.stream()
                                .flatMap(RulesOfTestsTest::calls)
                                .filter(call -> SLEEPS.contains(name(call)))
                                .map(JavaCodeUnitAccess::getDescription))
                .isEmpty();
    }

    @Test
    void hasNoSourceOfATestThatSleepsWhereItIsNotCompiledYet() {
        assertThat(
                        House.sources().stream()
                                .filter(file -> file.toString().contains("/src/test/"))
                                .filter(file -> SLEEPS_IN_SOURCE.matcher(House.read(file)).find())
                                .filter(file -> !file.endsWith("RulesOfTestsTest.java"))
                                .map(House::shown))
                .isEmpty();
    }

    private static Stream<JavaCodeUnitAccess<?>> calls(JavaClass type) {
        return Stream.<Collection<? extends JavaCodeUnitAccess<?>>>of(
                        type.getMethodCallsFromSelf(), type.getMethodReferencesFromSelf())
                .flatMap(Collection::stream);
    }

    private static String name(JavaCodeUnitAccess<?> call) {
        return call.getTargetOwner().getName() + "." + call.getTarget().getName();
    }
}
