package dev.muster.json;

import dev.muster.http.HttpProblem;

/**
 * JSON that is not what was asked for. Its message is one sentence that names the place and is fit
 * for a client's eyes.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    JsonException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** Where in the document, as a JSON pointer (RFC 6901); empty for the whole of it. */
    public String pointer() {
        return pointer;
    }

    /** This mistake as the client's own: a 400 with the member {@code pointer}. */
    public HttpProblem badRequest() {
        return HttpProblem.badRequest(String.valueOf(getMessage()))
                .withExtension("pointer", pointer);
    }
}
