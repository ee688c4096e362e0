package dev.muster.fleet;

import dev.muster.fleet.FleetSpec.DashboardSpec;
import dev.muster.fleet.FleetSpec.RegistrySpec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** The keys of the fleet file: how each is read, checked, published and explained. */
final class FleetKeys {
    /** The file's format that this version reads. */
    static final int VERSION = 1;

    /**
     * Names that are spoken for: callers and parts that figures, logs and events are told apart by.
     */
    static final List<String> RESERVED_NAMES =
            List.of("agent", "consul", "dashboard", "edge", "gateway", "muster", "registry");

    /** A host name's label (RFC 1123, section 2.1), so that a service can be one. */
    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?");

    private static final Pattern REPLICA_NAME = Pattern.compile(".*-[0-9]+");

    static final Key<Integer> MUSTER =
            Key.required("muster", version(), VERSION)
                    .example("1")
                    .says("The version of the fleet file's format.")
                    .alsoCalled("version", "apiVersion");

    static final Key<String> NAME_OF_FLEET =
            Key.required(
                            "name",
                            Shapes.text(
                                    "name of a fleet",
                                    "Small letters, digits and hyphens, at most 40. Example: shop",
                                    NAME),
                            "fleet")
                    .example("shop")
                    .says("The fleet's name.")
                    .alsoCalled("fleet", "project", "app");

    static final Key<Integer> DASHBOARD_PORT =
            port(7070).says("The port of the dashboard and the control API.");

    static final Key<Integer> REGISTRY_PORT =
            port(8500).says("The port of the registry, which speaks Consul's HTTP API.");

    static final Key<Integer> DASHBOARD =
            part("dashboard", DASHBOARD_PORT)
                    .says("The web page of the fleet.")
                    .alsoCalled("ui", "admin", "control");

    static final Key<Integer> REGISTRY =
            part("registry", REGISTRY_PORT)
                    .says("Where services find each other.")
                    .alsoCalled("consul", "discovery");

    static final Key<EnvInherit> ENV_INHERIT =
            Key.of("env_inherit", new InheritShape(), EnvInherit.EVERYTHING, "true")
                    .example("[JAVA_HOME, AWS_*]")
                    .says(
                            "Which variables of the shell that runs `muster up` every replica is"
                                    + " given: `true` for all, `false` for none but PATH, HOME and"
                                    + " the like, or those besides.")
                    .alsoCalled("inherit_env", "pass_env", "passenv");

    static final Key<SequencedMap<String, ServiceSpec>> SERVICES =
            Key.<SequencedMap<String, ServiceSpec>>required(
                            "services",
                            new MapShape<>(
                                    "services, each with a name",
                                    FleetKeys::nameComplaint,
                                    Shapes.schema(
                                            "pattern",
                                            "^" + NAME + "$",
                                            "not",
                                            Shapes.schema(
                                                    "anyOf",
                                                    List.of(
                                                            Shapes.schema("enum", RESERVED_NAMES),
                                                            Shapes.schema(
                                                                    "pattern",
                                                                    "^" + REPLICA_NAME + "$")))),
                                    false,
                                    ServiceKeys.SHAPE),
                            new LinkedHashMap<>())
                    .example("{ catalog: { project: catalog } }")
                    .says("The services of the fleet, by name.")
                    .alsoCalled("service", "apps");

    static final ObjectShape<FleetSpec> SHAPE =
            new ObjectShape<>(
                    "a fleet",
                    List.of(
                            MUSTER,
                            NAME_OF_FLEET,
                            GatewayKeys.GATEWAY,
                            DASHBOARD,
                            REGISTRY,
                            ENV_INHERIT,
                            SERVICES),
                    List.of(),
                    values ->
                            new FleetSpec(
                                    values.of(NAME_OF_FLEET),
                                    values.directory(),
                                    values.of(GatewayKeys.GATEWAY),
                                    new DashboardSpec(values.of(DASHBOARD)),
                                    new RegistrySpec(values.of(REGISTRY)),
                                    values.of(ENV_INHERIT),
                                    values.of(SERVICES)));

    private FleetKeys() {}

    /** What is wrong with a service's name, if anything is. */
    static Optional<String> nameComplaint(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of(
                    "\"%s\" is not a name of a service. Small letters, digits and hyphens, at most 40. Example: orders-db"
                            .formatted(Shown.printable(name)));
        }
        if (RESERVED_NAMES.contains(name)) {
            return Optional.of("this name is reserved: Muster has a " + name + " of its own");
        }
        return REPLICA_NAME.matcher(name).matches()
                ? Optional.of("a name that ends in a number is a replica's. Example: orders-db")
                : Optional.empty();
    }

    private static Shape<Integer> version() {
        return ScalarShape.of(
                "version of the fleet file that this muster reads",
                "Expected: " + VERSION,
                text -> Optional.of(VERSION).filter(_ -> text.equals("" + VERSION)),
                Shapes.schema("const", VERSION));
    }

    private static Key<Integer> port(int fallback) {
        return Key.of("port", Shapes.port(), fallback, "" + fallback).example("" + fallback);
    }

    private static Key<Integer> part(String name, Key<Integer> port) {
        var shape =
                new ObjectShape<>("a mapping", List.of(port), List.of(), values -> values.of(port));
        return Key.of(name, shape, port.absent(), "").example("{ " + port.example() + " }");
    }
}
