package dev.muster.fleet;

import java.util.Map;
import java.util.Optional;

/**
 * What a fleet that is described rightly lacks on this machine. It is no mistake of the file, which
 * may be right elsewhere or a minute later: a service that lacks something waits for it.
 */
final class MissingParts {
    private final FleetSpec fleet;
    private final ProgramSearch search;

    private MissingParts(FleetSpec fleet, ProgramSearch search) {
        this.fleet = fleet;
        this.search = search;
    }

    /** Notes what is lacking of {@code fleet}, which was read from {@code top}. */
    static void note(FleetSpec fleet, Place top, ProgramSearch search, Problems lacking) {
        var parts = new MissingParts(fleet, search);
        var places = top.at(FleetKeys.SERVICES.name()).map(Place::entries).orElse(Map.of());
        for (var service : fleet.services().values()) {
            if (lacking.isFull()) {
                return;
            }
            var key =
                    service.run() instanceof RunSpec.Command
                            ? ServiceKeys.COMMAND.name()
                            : ServiceKeys.PROJECT.name();
            parts.complaint(service)
                    .ifPresent(
                            text ->
                                    Optional.ofNullable(places.get(service.name()))
                                            .flatMap(place -> place.at(key))
                                            .ifPresent(
                                                    place ->
                                                            lacking.add(
                                                                    place.mark(),
                                                                    place.path(),
                                                                    text)));
        }
    }

    private Optional<String> complaint(ServiceSpec service) {
        return switch (service.run()) {
            case RunSpec.Command(var arguments) ->
                    ProgramFile.complaint(service, fleet.directory(), search, arguments);
            case RunSpec.Project _ ->
                    search.find("mvn", fleet.directory(), Map.of()).isPresent()
                            ? Optional.empty()
                            : Optional.of(
                                    "is built with Maven, and there is no mvn on PATH. Install"
                                            + " Maven 3.8.7 or newer");
            case RunSpec.Jar _, RunSpec.Image _, RunSpec.Url _ -> Optional.empty();
        };
    }
}
