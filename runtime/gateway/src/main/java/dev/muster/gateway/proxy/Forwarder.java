package dev.muster.gateway.proxy;

import dev.muster.gateway.fields.ForwardedHeaders;
import dev.muster.gateway.fields.HopHeaders;
import dev.muster.gateway.fields.Via;
import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.path.RequestPath;
import dev.muster.gateway.policy.Problem;
import dev.muster.telemetry.TraceContext;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ListenerConfig;
import dev.muster.transport.ServerExchange;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** How a request is taken in, changed and passed on, or refused. Thread-safe. */
public final class Forwarder {
    private static final String TRACEPARENT = "traceparent";
    private static final Problem TOO_LARGE =
            Problem.of(
                    431,
                    "The header section is too large to be passed on with what the gateway adds to"
                            + " it.");

    private final ProxyContext context;
    private final boolean via;
    private final Predicate<InetAddress> trusted;
    private final ListenerConfig services;

    /**
     * @param via whether services are told of the gateway in a {@code Via} field
     * @param trusted the proxies whose word for their client is taken
     * @param services the heads that services take
     */
    public Forwarder(
            ProxyContext context,
            boolean via,
            Predicate<InetAddress> trusted,
            ListenerConfig services) {
        this.context = context;
        this.via = via;
        this.trusted = trusted;
        this.services = services;
    }

    /** Begins the record of a request and makes sure that it is part of a trace. */
    public Outcome begin(ServerExchange client, String caller) {
        var head = client.request();
        var outcome =
                new Outcome(
                        context.now(),
                        caller,
                        client.remoteAddress().getAddress().getHostAddress(),
                        head.method(),
                        RequestPath.withoutQuery(head.target()));
        outcome.partOf(trace(head.fields()));
        client.observe(outcome);
        return outcome;
    }

    /**
     * Passes the request on to {@code target}, if its policies let it and a service takes a head as
     * large as this one has become.
     *
     * @param path as the service will read it
     */
    public void forward(ServerExchange client, Target target, Outcome outcome, String path) {
        outcome.wentTo(target.upstream().service());
        var head = client.request();
        var problem = target.policies().examine(client, path);
        if (problem != null) {
            refuse(client, problem, outcome, target.meter());
            return;
        }
        var headers = head.fields();
        boolean takesTrailers = !head.isHttp10() && headers.lists("te", "trailers");
        HopHeaders.removeNamed(headers);
        if (isBelieved(client, outcome)) {
            headers.removeIf(Forwarder::isOurs);
            ForwardedHeaders.extendIn(headers, outcome.client());
        } else {
            headers.removeIf(name -> isOurs(name) || ForwardedHeaders.isForwarded(name));
            ForwardedHeaders.addTo(headers, outcome.client());
        }
        if (takesTrailers) {
            // Said of our own connection now, because we pass on what comes.
            headers.append("te", "trailers");
        }
        if (via) {
            Via.addTo(headers, head.isHttp10());
        }
        if (!head.isTakenBy(services)) {
            refuse(client, TOO_LARGE, outcome, target.meter());
            return;
        }
        new ProxiedExchange(context, client, target, outcome).start();
    }

    /** What a service of the fleet says of its client, or a proxy that is trusted. */
    private boolean isBelieved(ServerExchange client, Outcome outcome) {
        return !outcome.isFromEdge() || trusted.test(client.remoteAddress().getAddress());
    }

    /** Answers the request here and records it. */
    public void refuse(
            ServerExchange client, Problem problem, Outcome outcome, TrafficMeter meter) {
        outcome.ended(problem.status());
        outcome.because(problem.detail());
        context.metrics().refused(outcome.status());
        context.answer(client, problem, outcome.traceId());
        context.report(outcome, meter);
    }

    /** Fields that concern the client's connection. */
    private static boolean isOurs(String name) {
        return HopHeaders.isHop(name) || name.equalsIgnoreCase("expect");
    }

    /**
     * What the gateway does for a request: a span of its sender's trace, or the first of a new one.
     * Whoever it is passed on to is called by that span.
     */
    private static TraceContext trace(FlatHeaders headers) {
        var given = headers.get(TRACEPARENT);
        var sender = given == null ? Optional.<TraceContext>empty() : TraceContext.parse(given);
        TraceContext context;
        if (sender.isPresent() && headers.all(TRACEPARENT).size() == 1) {
            context = sender.get().child();
        } else {
            context = TraceContext.root();
            headers.remove("tracestate");
        }
        if (given != null) {
            headers.remove(TRACEPARENT);
        }
        headers.append(TRACEPARENT, context.traceparent());
        return context;
    }
}
