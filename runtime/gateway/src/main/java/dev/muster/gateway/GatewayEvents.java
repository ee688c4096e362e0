package dev.muster.gateway;

import dev.muster.balance.Failure;
import dev.muster.discovery.Endpoint;

import java.time.Duration;

/**
 * Told when the gateway stops sending requests to a replica, and when it starts again. Called on
 * the thread that noticed, mostly an event loop, so it must not block.
 */
public interface GatewayEvents {
    /** Events that nobody hears. */
    GatewayEvents SILENT =
            new GatewayEvents() {
                @Override
                public void ejected(
                        String service,
                        Endpoint endpoint,
                        Failure failure,
                        Duration after,
                        Duration retryIn) {}

                @Override
                public void readmitted(String service, Endpoint endpoint, Duration outFor) {}
            };

    /**
     * {@code endpoint} gets no more requests.
     *
     * @param failure the last straw
     * @param after since the start of the first call of the row of failures
     * @param retryIn when one request is sent to see whether it is back
     */
    void ejected(
            String service, Endpoint endpoint, Failure failure, Duration after, Duration retryIn);

    /** {@code endpoint} is back, after having been out for {@code outFor}. */
    void readmitted(String service, Endpoint endpoint, Duration outFor);
}
