package dev.muster.service.source;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Handler;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a kind of source can use of the service it is for.
 *
 * @param variables the value of an environment variable
 * @param addresses what {@code <NEED>_URL} says of a service
 * @param calls how an address is called, for questions that may take 25 s
 * @param trusts readies what is trusted over TLS; throws {@link IllegalArgumentException} if it
 *     cannot be read
 */
public record SourceContext(
        Function<String, Optional<String>> variables,
        Function<String, Optional<URI>> addresses,
        Function<Endpoint, Handler> calls,
        Runnable trusts) {}
