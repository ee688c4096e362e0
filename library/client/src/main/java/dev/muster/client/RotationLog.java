package dev.muster.client;

import dev.muster.balance.Failure;
import dev.muster.balance.RotationListener;
import dev.muster.discovery.Endpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** Says in the caller's log which replicas it stopped calling, and why. */
final class RotationLog implements RotationListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.client");

    @Override
    public void ejected(Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {
        LOG.warn(
                "took {} out of rotation after {} ms: {}",
                endpoint.id(),
                after.toMillis(),
                failure.reason());
    }

    @Override
    public void readmitted(Endpoint endpoint, Duration outFor) {
        LOG.info("took {} back into rotation after {} ms", endpoint.id(), outFor.toMillis());
    }
}
