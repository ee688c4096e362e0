package dev.muster.client;

import dev.muster.balance.EndpointSource;
import dev.muster.balance.Endpoints;
import dev.muster.balance.LoadBalancer;
import dev.muster.balance.RetryBudget;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The calls to one service: a handler whose end is the network. */
final class ServiceClient implements Handler, AutoCloseable {
    private final String service;
    private final LoadBalancer balancer;
    private final RetryBudget budget = RetryBudget.standard();
    private final Network network;
    private final ClientConfig config;
    private final CountDownLatch heard = new CountDownLatch(1);
    private final EndpointSource.Subscription subscription;

    ServiceClient(String service, EndpointSource source, Network network, ClientConfig config) {
        this.service = service;
        this.balancer = LoadBalancer.of(service, new RotationLog());
        this.network = network;
        this.config = config;
        this.subscription = source.subscribe(service, this::take);
    }

    /** Answers when the head of the response is there; its body may be a stream. */
    @Override
    public Response handle(Request request) throws Exception {
        return call(request, 0);
    }

    /** Answers when the response is complete, so that a replica may die within it. */
    Response handleWhole(Request request) throws Exception {
        return call(request, config.maxResponseBytes());
    }

    @Override
    public void close() {
        subscription.close();
    }

    private Response call(Request request, int wholeUpTo) throws Exception {
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
        if (snapshot.index() > 0) {
            heard.countDown();
        }
    }
}
