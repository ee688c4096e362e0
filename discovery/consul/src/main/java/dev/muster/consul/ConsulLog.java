package dev.muster.consul;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.SourceListener;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class ConsulLog implements SourceListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.consul");

    private final Endpoint registry;

    ConsulLog(Endpoint registry) {
        this.registry = registry;
    }

    @Override
    public void lost(@Nullable String why, boolean hasSnapshot) {
        LOG.warn(
                "the registry at {}:{} is gone: {}{}",
                registry.host(),
                registry.port(),
                why,
                hasSnapshot ? "; what it said last still holds" : "");
    }

    @Override
    public void found() {
        LOG.info("the registry at {}:{} is back", registry.host(), registry.port());
    }

    @Override
    public void listenerFailed(String service, RuntimeException failure) {
        LOG.error("a listener to the endpoints of {} failed", service, failure);
    }
}
