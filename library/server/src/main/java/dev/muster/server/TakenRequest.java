package dev.muster.server;

import dev.muster.http.Request;
import dev.muster.transport.ByteBudget;

import org.jspecify.annotations.Nullable;

/**
 * A request as its handler sees it, with its body.
 *
 * @param memory what the body takes of it; null where that is none
 */
record TakenRequest(Request request, ByteBudget.@Nullable Charge memory) {
    static TakenRequest withoutBody(Request request) {
        return new TakenRequest(request, null);
    }

    /** Gives the memory back: the body is needed no more. */
    void release() {
        if (memory != null) {
            memory.close();
        }
    }
}
