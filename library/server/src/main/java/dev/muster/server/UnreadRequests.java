package dev.muster.server;

import dev.muster.http.Headers;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;
import dev.muster.http.ServerObserver.Served;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;

/** Tells of the requests that no router sees, because the transport refuses their heads. */
record UnreadRequests(ServerObserver observer) implements ExchangeObserver {
    @Override
    public void ended(ExchangeEnd end) {
        var target = end.target();
        int query = target.indexOf('?');
        observer.ended(
                new Served(
                        observer.begin(trace(end.traceId()), Scope.current()),
                        end.method(),
                        query < 0 ? target : target.substring(0, query),
                        "",
                        end.statusToLog(),
                        end.took(),
                        end.took(),
                        end.kind() == ExchangeEnd.Kind.CUT,
                        end.reason()));
    }

    @Override
    public String traceId(String traceparent) {
        return observer.traceId(
                traceparent.isEmpty() ? Headers.empty() : Headers.of("traceparent", traceparent));
    }

    /** The headers of a request of the trace that the refusal names, whose caller is not known. */
    private static Headers trace(String traceId) {
        return traceId.isEmpty()
                ? Headers.empty()
                : Headers.of("traceparent", "00-" + traceId + "-0000000000000001-00");
    }
}
