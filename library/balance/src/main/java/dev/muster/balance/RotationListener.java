package dev.muster.balance;

import dev.muster.discovery.Endpoint;

import java.time.Duration;

/**
 * Told when an endpoint leaves or rejoins the rotation, on the thread that noticed: it must not
 * block.
 */
public interface RotationListener {
    /** A listener that does nothing. */
    RotationListener SILENT =
            new RotationListener() {
                @Override
                public void ejected(
                        Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {}

                @Override
                public void readmitted(Endpoint endpoint, Duration outFor) {}
            };

    /**
     * {@code endpoint} gets no more requests.
     *
     * @param failure the last straw
     * @param after since the start of the first call of the row of failures
     * @param retryIn when one request is sent to see whether it is back
     */
    void ejected(Endpoint endpoint, Failure failure, Duration after, Duration retryIn);

    /** {@code endpoint} is back, after having been out for {@code outFor}. */
    void readmitted(Endpoint endpoint, Duration outFor);
}
