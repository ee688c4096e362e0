package dev.muster.gateway;

import dev.muster.balance.EndpointEnd;
import dev.muster.discovery.Endpoint;

import java.util.function.Consumer;

/**
 * Knows what became of the process behind an endpoint whose connection was lost: whoever runs the
 * replicas. Without it a process that a request has ended could be followed by the next one.
 */
@FunctionalInterface
public interface EndpointEnds {
    /** Of a fleet that nobody here runs. */
    EndpointEnds UNKNOWN = (_, told) -> told.accept(EndpointEnd.UNKNOWN);

    /**
     * Asks, and returns at once: called on an event loop. {@code told} is called once, on any
     * thread, within a few hundred milliseconds; what is told later than half a second after is not
     * waited for.
     */
    void ask(Endpoint endpoint, Consumer<EndpointEnd> told);
}
