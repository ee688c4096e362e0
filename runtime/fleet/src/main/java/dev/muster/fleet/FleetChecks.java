package dev.muster.fleet;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold between the parts of a fleet, and between them and the disk. */
final class FleetChecks {
    private static final int MOST_LISTED = 20;

    private final FleetSpec fleet;
    private final Place top;
    private final Binding binding;
    private final Map<String, Place> services;

    private FleetChecks(FleetSpec fleet, Place top, Binding binding) {
        this.fleet = fleet;
        this.top = top;
        this.binding = binding;
        this.services = top.at(FleetKeys.SERVICES.name()).map(Place::entries).orElse(Map.of());
    }

    /** Notes every problem of {@code fleet}, which was read from {@code top}. */
    static void check(FleetSpec fleet, Place top, Binding binding) {
        var checks = new FleetChecks(fleet, top, binding);
        checks.ports();
        checks.routes();
        for (var service : fleet.services().values()) {
            checks.run(service);
            checks.needs(service);
            checks.env(service);
        }
        NeedCycles.in(fleet.services().values()).forEach(checks::cycle);
    }

    private void ports() {
        record Port(String part, int number, Optional<Place> written) {}
        var owners = new HashMap<Integer, String>();
        List.of(
                        new Port("gateway", fleet.gateway().port(), top.at("gateway", "port")),
                        new Port(
                                "dashboard", fleet.dashboard().port(), top.at("dashboard", "port")),
                        new Port("registry", fleet.registry().port(), top.at("registry", "port")))
                .stream()
                // Fallbacks first: they differ, and have no line at which a clash could be shown.
                .sorted(Comparator.comparing(port -> port.written().isPresent()))
                .forEach(
                        port -> {
                            var owner = owners.putIfAbsent(port.number(), port.part());
                            if (owner != null) {
                                problem(
                                        port.written(),
                                        "%d is `%s.port` already".formatted(port.number(), owner));
                            }
                        });
    }

    private void routes() {
        record Owner(String service, boolean isPrefixAlone) {}
        var owners = new HashMap<String, Owner>();
        for (var service : fleet.services().values()) {
            for (var item : items(service, ServiceKeys.ROUTES)) {
                // A mapping without a prefix is a problem already.
                var prefix = item.at(RouteShape.PREFIX.name()).orElse(item);
                var mine = new Owner(service.name(), item.scalar().isPresent());
                var other = owners.putIfAbsent(text(prefix), mine);
                // Two of one service that are written alike are told of by their list.
                if (other != null && !(other.equals(mine) && mine.isPrefixAlone())) {
                    problem(
                            item,
                            "[%s] is a route of `%s` already"
                                    .formatted(shown(prefix), other.service()));
                }
                if (service.protocol() == ServiceSpec.Protocol.TCP) {
                    problem(
                            item,
                            "[%s] leads to a service that speaks tcp, and the gateway routes http"
                                    .formatted(shown(prefix)));
                }
            }
        }
    }

    private void needs(ServiceSpec service) {
        for (var item : items(service, ServiceKeys.NEEDS)) {
            if (!isService(text(item))) {
                problem(
                        item,
                        "[%s] is not a service of this fleet. %s"
                                .formatted(shown(item), nearestService(text(item))));
            }
        }
    }

    private void cycle(List<String> cycle) {
        var first = fleet.services().get(cycle.getFirst());
        if (first == null) {
            return;
        }
        items(first, ServiceKeys.NEEDS).stream()
                .filter(item -> text(item).equals(cycle.get(1)))
                .findFirst()
                .ifPresent(
                        item ->
                                problem(
                                        item,
                                        cycle.size() == 2
                                                ? "a service cannot need itself"
                                                : "a cycle, so none of these can start first: "
                                                        + around(cycle)));
    }

    private static String around(List<String> cycle) {
        if (cycle.size() <= MOST_LISTED) {
            return String.join(" -> ", cycle);
        }
        return "%s -> ... -> %s, %,d services"
                .formatted(
                        String.join(" -> ", cycle.subList(0, MOST_LISTED / 2)),
                        String.join(" -> ", cycle.subList(cycle.size() - 3, cycle.size())),
                        cycle.size() - 1);
    }

    private void env(ServiceSpec service) {
        var addresses =
                service.needs().stream()
                        .collect(toMap(ServiceSpec::urlVariable, need -> need, (one, _) -> one));
        place(service, ServiceKeys.ENV.name())
                .map(Place::entries)
                .orElse(Map.of())
                .values()
                .stream()
                .filter(place -> service.env().containsKey(place.name()))
                .forEach(place -> variable(place, addresses.get(place.name())));
    }

    /**
     * @param need whose address the variable holds, where it is one's
     */
    private void variable(Place place, @Nullable String need) {
        if (ReservedVariables.contains(place.name())) {
            problem(place, "is reserved: Muster gives every replica its own");
        }
        if (need != null) {
            problem(
                    place,
                    "is reserved: Muster sets it to the address of `"
                            + need
                            + "`, which is in `needs`");
        }
    }

    private void run(ServiceSpec service) {
        switch (service.run()) {
            case RunSpec.Project(Path directory) ->
                    place(service, ServiceKeys.PROJECT.name())
                            .ifPresent(place -> project(place, directory));
            case RunSpec.Jar(Path file) ->
                    place(service, ServiceKeys.JAR.name()).ifPresent(place -> jar(place, file));
            case RunSpec.Command _ -> {}
            case RunSpec.Image _ -> image(service);
            case RunSpec.Url _ -> ofAProcess(service);
        }
    }

    private void project(Place place, Path directory) {
        if (!Files.isDirectory(directory)) {
            problem(place, "there is no folder " + seen(directory) + nearestProject(place));
        } else if (!Files.isRegularFile(directory.resolve("pom.xml"))) {
            problem(
                    place,
                    "there is no pom.xml in "
                            + seen(directory)
                            + "; `project` is the folder of a Maven module");
        }
    }

    private void jar(Place place, Path file) {
        if (!Files.isRegularFile(file)) {
            problem(
                    place,
                    "there is no file "
                            + seen(file)
                            + ". Build it before, or let `project` name its Maven module");
        }
    }

    private void image(ServiceSpec service) {
        problem(
                place(service, ServiceKeys.IMAGE_REFERENCE.name()),
                "is not run yet by this version of Muster, which runs project, jar and command");
    }

    private void ofAProcess(ServiceSpec service) {
        for (var key : ServiceKeys.OF_A_PROCESS) {
            place(service, key.name())
                    .ifPresent(
                            place ->
                                    problem(
                                            place,
                                            "means nothing beside `url`: something else runs that"
                                                    + " service"));
        }
    }

    private String nearestService(String name) {
        var names = fleet.services().keySet();
        var near =
                binding.problems().isFull()
                        ? Optional.<String>empty()
                        : NearestName.of(name, names);
        return near.map(each -> "Did you mean `" + each + "`?")
                .orElseGet(() -> "Services: " + listed(names));
    }

    private static String listed(Collection<String> names) {
        var first = names.stream().limit(MOST_LISTED).collect(joining(", "));
        return names.size() > MOST_LISTED
                ? first + " and %,d more".formatted(names.size() - MOST_LISTED)
                : first;
    }

    /** A Maven module beside the fleet file whose name is nearly the one that is written. */
    private String nearestProject(Place place) {
        if (binding.problems().isFull()) {
            return "";
        }
        var modules = new ArrayList<String>();
        try (var folders = Files.newDirectoryStream(fleet.directory(), Files::isDirectory)) {
            for (var folder : folders) {
                if (Files.isRegularFile(folder.resolve("pom.xml"))) {
                    modules.add(folder.getFileName().toString());
                }
            }
        } catch (IOException _) {
            return "";
        }
        return NearestName.of(text(place), modules)
                .map(near -> ". Did you mean `" + near + "`?")
                .orElse("");
    }

    /** Also true of a service that is written and could not be read. */
    private boolean isService(String name) {
        return services.containsKey(name);
    }

    private Optional<Place> place(ServiceSpec service, String... keys) {
        return Optional.ofNullable(services.get(service.name())).flatMap(each -> each.at(keys));
    }

    private List<Place> items(ServiceSpec service, Key<?> key) {
        return place(service, key.name()).map(Place::items).orElse(List.of());
    }

    /** A path as somebody sees it who looks at the fleet file. */
    private String seen(Path path) {
        var shown = path.startsWith(fleet.directory()) ? fleet.directory().relativize(path) : path;
        return "`" + shown + "`";
    }

    private static String text(Place place) {
        return place.scalar().orElse("");
    }

    private static String shown(Place place) {
        return Shown.printable(text(place));
    }

    private void problem(Place place, String text) {
        binding.problem(place, text);
    }

    private void problem(Optional<Place> place, String text) {
        place.ifPresent(each -> problem(each, text));
    }
}
