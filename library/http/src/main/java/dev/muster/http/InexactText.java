package dev.muster.http;

import org.jspecify.annotations.Nullable;

/** A text that says a value which the type cannot hold as it is. */
final class InexactText extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InexactText(String expected, @Nullable Throwable cause) {
        super("expected " + expected, cause);
    }
}
