package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What style the compiled code of the house is held to. */
final class RulesOfCodeTest {
    private static final JavaClasses CLASSES = House.classes();

    private static final Set<String> SETTINGS =
            Set.of(
                    "java.lang.System.getenv",
                    "java.lang.System.getProperty",
                    "java.lang.System.getProperties",
                    "java.lang.Boolean.getBoolean",
                    "java.lang.Integer.getInteger",
                    "java.lang.Long.getLong");

    /** Where what is of the machine comes in. */
    private static final Set<String> DOORS =
            Set.of(
                    "dev.muster.agent.backend.AgentBackend",
                    "dev.muster.cli.terminal.SystemBackend",
                    "dev.muster.discovery.SystemBackend",
                    "dev.muster.gateway.GatewayContext",
                    "dev.muster.service.TerminationHook",
                    "dev.muster.store.StoreBackend",
                    "dev.muster.supervisor.backend.SupervisorBackend",
                    "dev.muster.telemetry.TelemetryBackend",
                    "dev.muster.transport.TransportBackend",
                    // Ids of traces, which differ from those of every other process.
                    "dev.muster.telemetry.TraceContext",
                    // Processes are the machine's, and so is the time until they end.
                    "dev.muster.process.DeathWatch",
                    "dev.muster.process.TimeLimit",
                    "dev.muster.drivers.process.ReplicaLauncher");

    /** A call takes it from the machine; a reference to the method hands it over. */
    private static final Set<String> AMBIENT =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.time.Instant.now",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.InstantSource.system",
                    "java.lang.Thread.sleep",
                    "java.lang.Thread.ofVirtual",
                    "java.lang.Thread.ofPlatform",
                    "java.lang.Thread.startVirtualThread",
                    "java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor",
                    "java.util.concurrent.TimeUnit.sleep",
                    "java.util.concurrent.locks.LockSupport.parkNanos",
                    "java.util.concurrent.ThreadLocalRandom.current",
                    "java.util.random.RandomGenerator.getDefault",
                    "java.util.UUID.randomUUID",
                    "java.lang.Math.random");

    /** Types whose instances can change, so that a constant of them is no constant. */
    private static final Pattern CHANGEABLE =
            Pattern.compile(
                    "java\\.util\\.concurrent\\.atomic\\..*"
                        + "|java\\.util\\.concurrent\\.(Concurrent|CopyOnWrite|.*Queue|.*Deque).*"
                        + "|java\\.util\\.(Array|Hash|LinkedHash|Tree|Linked|WeakHash|Identity"
                        + "|EnumMap|BitSet|Random|PriorityQueue).*"
                        + "|java\\.lang\\.(StringBuilder|ThreadLocal|InheritableThreadLocal)");

    @Test
    void namesNoClassByAPatternNoun() {
        assertThat(
                        CLASSES.stream()
                                .filter(type -> PatternNouns.isIn(type.getSimpleName()))
                                .map(JavaClass::getName))
                .isEmpty();
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .allSatisfy(
                        name ->
                                assertThat(name.split("\\."))
                                        .doesNotContain(
                                                "util",
                                                "utils",
                                                "helper",
                                                "impl",
                                                "base",
                                                "common",
                                                "shared",
                                                "internal"));
    }

    /** Netty moves bytes; what they mean is said in types of the house. */
    @Test
    void hasItsOwnHttpTypes() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                .filter(
                                        each ->
                                                each.getTargetClass()
                                                        .getPackageName()
                                                        .startsWith("io.netty.handler.codec.http"))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void namesNoMethodWithAGetPrefix() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getMethods().stream())
                                .filter(method -> method.getName().matches("get[A-Z].*"))
                                .filter(method -> !isOfASupertypeFromOutside(method))
                                .map(JavaMethod::getFullName))
                .isEmpty();
    }

    @Test
    void hasNoMutableStatics() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getFields().stream())
                                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                                .filter(
                                        field ->
                                                !field.getModifiers()
                                                        .contains(JavaModifier.SYNTHETIC))
                                .filter(RulesOfCodeTest::isMutable)
                                .map(JavaField::getFullName))
                .isEmpty();
    }

    @Test
    void readsTheEnvironmentInOneClassOfAModuleAtMost() {
        var readers =
                CLASSES.stream()
                        .filter(RulesOfCodeTest::readsSettings)
                        .collect(
                                groupingBy(
                                        type -> House.moduleOf(type).orElseThrow().name(),
                                        mapping(
                                                RulesOfCodeTest::outermost,
                                                toCollection(TreeSet::new))));

        assertThat(readers).allSatisfy((_, types) -> assertThat(types).hasSize(1));
    }

    @Test
    void takesTimeAndThreadsAndChanceFromWhoeverMakesIt() {
        assertThat(
                        CLASSES.stream()
                                .filter(type -> !DOORS.contains(type.getName()))
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(call -> AMBIENT.contains(name(call)))
                                .map(JavaMethodCall::getDescription))
                .isEmpty();
    }

    @Test
    void throwsOneTypeOfExceptionPerModule() {
        Map<String, TreeSet<String>> exceptions =
                CLASSES.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type -> type.isAssignableTo(RuntimeException.class))
                        .collect(
                                groupingBy(
                                        type -> House.moduleOf(type).orElseThrow().name(),
                                        mapping(JavaClass::getName, toCollection(TreeSet::new))));

        assertThat(exceptions).allSatisfy((_, types) -> assertThat(types).hasSize(1));
    }

    @Test
    void saysInEveryPackageThatNothingIsNullUnlessItSaysSo() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
                .allSatisfy(
                        each ->
                                assertThat(each.isAnnotatedWith(NullMarked.class))
                                        .as(each.getName())
                                        .isTrue());
    }

    private static boolean isMutable(JavaField field) {
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || CHANGEABLE.matcher(field.getRawType().getName()).matches();
    }

    private static String name(JavaMethodCall call) {
        return call.getTargetOwner().getName() + "." + call.getName();
    }

    private static boolean readsSettings(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getTarget)
                .anyMatch(
                        target ->
                                SETTINGS.contains(
                                        target.getOwner().getName() + "." + target.getName()));
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(RulesOfCodeTest::outermost).orElse(type.getName());
    }

    private static boolean isOfASupertypeFromOutside(JavaMethod method) {
        var owner = method.getOwner();
        return java.util.stream.Stream.of(
                        owner.getAllRawSuperclasses(),
                        (Collection<JavaClass>) owner.getAllRawInterfaces())
                .flatMap(Collection::stream)
                .filter(type -> !type.getName().startsWith(House.PACKAGE))
                .flatMap(type -> type.getMethods().stream())
                .anyMatch(inherited -> inherited.getName().equals(method.getName()));
    }
}
