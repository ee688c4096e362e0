package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;

import java.io.InputStream;
import java.util.OptionalLong;

/** A body that there was no memory for: a handler that needs it answers 503. */
final class UnheldBody implements Body {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Body INSTANCE = new UnheldBody();

    private UnheldBody() {}

    static Body of() {
        return INSTANCE;
    }

    static HttpProblem problem() {
        return HttpProblem.unavailable(
                "too many large requests are being answered; try again", RETRY_AFTER_SECONDS);
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream open() {
        throw problem();
    }
}
