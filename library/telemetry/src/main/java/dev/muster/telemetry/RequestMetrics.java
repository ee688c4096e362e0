package dev.muster.telemetry;

import dev.muster.http.Headers;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

import java.util.concurrent.atomic.LongAdder;

/** Counts and times the requests that a server answers. */
final class RequestMetrics implements ServerObserver {
    private final LongAdder active;
    private final Durations durations;
    private final Count cut;

    /**
     * @param active how many are being answered
     * @param durations by method, route and status, to the head of the response
     * @param cut by route, responses that broke off
     */
    RequestMetrics(LongAdder active, Durations durations, Count cut) {
        this.active = active;
        this.durations = durations;
        this.cut = cut;
    }

    @Override
    public Scope begin(Headers headers, Scope scope) {
        active.increment();
        return scope;
    }

    @Override
    public void ended(Served served) {
        active.decrement();
        durations.record(
                served.untilHead(),
                Labels.method(served.method()),
                served.route(),
                Labels.status(served.status()));
        if (served.isCut()) {
            cut.increment(served.route());
        }
    }
}
