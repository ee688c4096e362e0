package dev.muster.service.source;

import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Registrar;
import dev.muster.discovery.SourceListener;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A place that endpoints come from.
 *
 * @param isFor whether it is to be asked for a service; the first place that is counts
 * @param registration where services can announce themselves there, if they can
 */
public record OpenSource(
        Predicate<String> isFor, EndpointSource endpoints, Optional<Registration> registration) {
    /** Where to announce an endpoint, and who is told how that goes. */
    public record Registration(Registrar registrar, SourceListener log) {}

    /** One for services that {@code isFor} names, and to which none can announce itself. */
    public static OpenSource of(Predicate<String> isFor, EndpointSource endpoints) {
        return new OpenSource(isFor, endpoints, Optional.empty());
    }
}
