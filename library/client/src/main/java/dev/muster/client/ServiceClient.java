package dev.muster.client;

import dev.muster.balance.LoadBalancer;
import dev.muster.balance.RetryBudget;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One service as this process sees it: its endpoints, the choice among them and what may be sent
 * again, shared by all who call it. Thread-safe.
 */
final class ServiceClient implements AutoCloseable {
    private final String service;
    private final LoadBalancer balancer;
    private final RetryBudget budget;
    private final Network network;
    private final CountDownLatch heard = new CountDownLatch(1);
    private final EndpointSource.Subscription subscription;

    ServiceClient(String service, EndpointSource source, Network network) {
        this.service = service;
        var backend = network.backend();
        this.balancer =
                LoadBalancer.of(service, backend.nanoTime(), backend.random(), new RotationLog());
        this.budget = RetryBudget.standard(backend.nanoTime());
        this.network = network;
        this.subscription = source.subscribe(service, this::take);
    }

    /** Answers when the head of the response is there; its body may be a stream. */
    Handler streamed(ClientConfig config) {
        return request -> call(request, config, 0);
    }

    /** Answers when the response is complete, so that a replica may die within it. */
    Handler whole(ClientConfig config) {
        return request -> call(request, config, config.maxResponseBytes());
    }

    @Override
    public void close() {
        subscription.close();
    }

    private Response call(Request request, ClientConfig config, int wholeUpTo) throws Exception {
        if (heard.getCount() > 0
                && !heard.await(config.discoveryWait().toNanos(), TimeUnit.NANOSECONDS)) {
            throw PeerException.unreachable(
                    service,
                    "is not known: the registry gave no answer within "
                            + config.discoveryWait().toMillis()
                            + " ms");
        }
        return new Call(service, balancer, budget, network, config, request, wholeUpTo).execute();
    }

    private void take(Endpoints snapshot) {
        balancer.update(snapshot);
        if (snapshot.isKnown()) {
            heard.countDown();
        }
    }
}
