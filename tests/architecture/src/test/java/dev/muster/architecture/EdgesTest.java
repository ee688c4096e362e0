package dev.muster.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which module may know which. An edge that is missing here is a decision of its own. */
final class EdgesTest {
    private static final JavaClasses CLASSES = House.classes();

    private static final Set<String> LIBRARY =
            Set.of(
                    "http",
                    "json",
                    "transport",
                    "server",
                    "discovery",
                    "balance",
                    "telemetry",
                    "client",
                    "service");

    /** Packages of one module that are shown each for itself, because none knows another. */
    private static final Set<String> TRADES =
            Set.of("dev.muster.store.log", "dev.muster.store.event", "dev.muster.store.metric");

    private static final Set<String> DISCOVERY = Set.of("consul");

    private static final Set<String> RUNTIME =
            Set.of(
                    "fleet",
                    "state",
                    "control",
                    "driver",
                    "drivers.process",
                    "supervisor",
                    "registry",
                    "gateway",
                    "store",
                    "dashboard");

    private static final Map<String, Set<String>> MAY_KNOW =
            Map.ofEntries(
                    entry("http", Set.of()),
                    entry("json", Set.of("http")),
                    entry("transport", Set.of("http", "balance")),
                    entry("server", Set.of("http", "json", "transport")),
                    entry("discovery", Set.of()),
                    entry("balance", Set.of("discovery")),
                    entry("telemetry", Set.of("http")),
                    entry(
                            "client",
                            Set.of(
                                    "http",
                                    "json",
                                    "transport",
                                    "discovery",
                                    "balance",
                                    "telemetry")),
                    entry("consul", Set.of("http", "json", "discovery")),
                    entry("service", with(LIBRARY, DISCOVERY)),
                    entry("fleet", Set.of()),
                    entry("control", Set.of("process")),
                    entry("process", Set.of()),
                    entry("state", Set.of()),
                    entry("build", Set.of("fleet", "process", "state")),
                    entry("driver", Set.of("fleet")),
                    entry("drivers.process", Set.of("fleet", "process", "state", "driver")),
                    entry("supervisor", Set.of("fleet", "process", "state", "build", "driver")),
                    entry("registry", Set.of("http", "json", "discovery")),
                    entry(
                            "gateway",
                            Set.of("http", "transport", "discovery", "balance", "telemetry")),
                    entry("store", Set.of("json", "fleet", "state")),
                    entry("dashboard", Set.of("http", "control")),
                    entry("agent", with(LIBRARY, RUNTIME)),
                    entry("cli", Set.of("control", "fleet", "process", "state")));

    /** Modules that stand on the JDK and on what is named here, and on no other library. */
    private static final Map<String, List<String>> STANDS_ON =
            Map.of(
                    "http", List.of(),
                    "discovery", List.of(),
                    "balance", List.of("dev.muster.discovery."),
                    "fleet", List.of("org.snakeyaml.engine."),
                    "control",
                            List.of(
                                    "dev.muster.process.",
                                    "tools.jackson.",
                                    "com.fasterxml.jackson.annotation."));

    @Test
    void readsEveryModuleOfTheHouse() {
        assertThat(House.modules())
                .allSatisfy(
                        module ->
                                assertThat(module.classes())
                                        .as("%s is compiled before: name it in this pom", module)
                                        .isDirectory());
        assertThat(CLASSES).hasSizeGreaterThan(House.modules().size());
    }

    @Test
    void hasAPlanForEveryModule() {
        assertThat(House.modules()).extracting(House.Module::name).isSubsetOf(MAY_KNOW.keySet());
    }

    @Test
    void keepsEveryModuleInAPackageOfItsOwnName() {
        for (var module : House.modules()) {
            assertThat(CLASSES.stream().filter(type -> House.isCompiledIn(type, module)))
                    .allSatisfy(type -> assertThat(House.moduleOf(type)).contains(module));
        }
    }

    @Test
    void knowsNoModuleButThoseOfThePlan() {
        assertThat(
                        dependencies()
                                .filter(EdgesTest::leavesItsModule)
                                .filter(each -> !isPlanned(each))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    /**
     * What a module shows is the package of its own name; what lies below it is its own, save where
     * a module is {@link #TRADES} side by side.
     */
    @Test
    void usesNoPackageOfAnotherModuleButTheOneItShows() {
        assertThat(
                        dependencies()
                                .filter(EdgesTest::leavesItsModule)
                                .filter(each -> !isShown(each.getTargetClass()))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void hasTradesThatKnowNothingOfEachOther() {
        assertThat(
                        dependencies()
                                .filter(each -> TRADES.contains(packageOf(each.getOriginClass())))
                                .filter(each -> TRADES.contains(packageOf(each.getTargetClass())))
                                .filter(
                                        each ->
                                                !packageOf(each.getOriginClass())
                                                        .equals(packageOf(each.getTargetClass())))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void neverShowsTheRuntimeToTheLibrary() {
        assertThat(
                        dependencies()
                                .filter(each -> floor(each.getOriginClass()).equals("library"))
                                .filter(
                                        each ->
                                                Set.of("runtime", "tools")
                                                        .contains(floor(each.getTargetClass())))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void hasNoCyclesOfPackages() {
        slices().matching("dev.muster.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Two files that know each other are one file in two places: neither can be read alone. */
    @Test
    void hasNoCirclesOfFiles() {
        slices().assignedFrom(new Files()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void standsOnNothingButTheJdkWhereThatIsPromised() {
        STANDS_ON.forEach(
                (module, libraries) ->
                        assertThat(
                                        dependencies()
                                                .filter(
                                                        each ->
                                                                module(each.getOriginClass())
                                                                        .equals(module))
                                                .filter(
                                                        each ->
                                                                !isAllowed(
                                                                        each.getTargetClass(),
                                                                        module,
                                                                        libraries))
                                                .map(Dependency::getDescription))
                                .as(module)
                                .isEmpty());
    }

    private static Set<String> with(Set<String> modules, Set<String> others) {
        return Stream.concat(modules.stream(), others.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAllowed(JavaClass target, String module, List<String> libraries) {
        var name = target.getBaseComponentType().getName();
        return target.getBaseComponentType().isPrimitive()
                || name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("org.jspecify.annotations.")
                || name.startsWith(House.PACKAGE + module + ".")
                || libraries.stream().anyMatch(name::startsWith);
    }

    private static boolean leavesItsModule(Dependency each) {
        var target = module(each.getTargetClass());
        return !target.isEmpty() && !target.equals(module(each.getOriginClass()));
    }

    private static boolean isPlanned(Dependency each) {
        return MAY_KNOW.getOrDefault(module(each.getOriginClass()), Set.of())
                .contains(module(each.getTargetClass()));
    }

    private static boolean isShown(JavaClass target) {
        var shown = House.PACKAGE + module(target);
        var name = packageOf(target);
        return name.equals(shown) || TRADES.contains(name);
    }

    private static String packageOf(JavaClass type) {
        return type.getBaseComponentType().getPackageName();
    }

    private static Stream<Dependency> dependencies() {
        return CLASSES.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    private static String module(JavaClass type) {
        return House.moduleOf(type.getBaseComponentType()).map(House.Module::name).orElse("");
    }

    private static String floor(JavaClass type) {
        return House.moduleOf(type.getBaseComponentType()).map(House.Module::floor).orElse("");
    }

    /** Each file of a module. */
    private static final class Files implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var module = module(type);
            if (module.isEmpty()) {
                return SliceIdentifier.ignore();
            }
            var file = type;
            while (file.getEnclosingClass().isPresent()) {
                file = file.getEnclosingClass().get();
            }
            return SliceIdentifier.of(file.getName());
        }

        @Override
        public String getDescription() {
            return "files";
        }
    }
}
