package dev.muster.server;

import dev.muster.transport.TransportException;

import java.io.IOException;

/**
 * The rest of a request's body did not come, by its client's doing. The transport has answered the
 * client, if it is still there; what the handler answers nobody will see.
 */
final class BrokenRequest extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    BrokenRequest(TransportException cause) {
        super(cause.reason(), cause);
        this.status =
                switch (cause.kind()) {
                    case TOO_LARGE -> 413;
                    case TIMEOUT -> 408;
                    default -> 400;
                };
    }

    /** What the transport answers such a client. */
    int status() {
        return status;
    }
}
