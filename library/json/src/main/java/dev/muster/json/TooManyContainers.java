package dev.muster.json;

import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** A document whose objects and lists would take more memory than one document may. */
final class TooManyContainers extends StreamConstraintsException {
    private static final long serialVersionUID = 1L;

    TooManyContainers(TokenStreamLocation place) {
        super("more objects and lists than one document may have", place);
    }
}
