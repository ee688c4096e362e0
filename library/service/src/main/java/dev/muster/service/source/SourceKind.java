package dev.muster.service.source;

import java.util.Optional;

/** One kind of place that endpoints of other services may come from. */
@FunctionalInterface
public interface SourceKind {
    /**
     * The place, where there is one.
     *
     * @throws IllegalArgumentException if what the environment says of it cannot be used; the
     *     message names the variable
     */
    Optional<OpenSource> open(SourceContext context);
}
