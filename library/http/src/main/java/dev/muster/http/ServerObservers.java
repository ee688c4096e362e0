package dev.muster.http;

import java.util.List;
import java.util.function.Function;

/** Several observers as one: each watches, in order. */
public record ServerObservers(List<ServerObserver> observers) implements ServerObserver {
    /** Watches nothing. */
    public static final ServerObserver NONE = new ServerObservers(List.of());

    public ServerObservers {
        observers = List.copyOf(observers);
    }

    @Override
    public Scope begin(Headers headers, Scope scope) {
        var begun = scope;
        for (int i = 0; i < observers.size(); i++) {
            begun = observers.get(i).begin(headers, begun);
        }
        return begun;
    }

    @Override
    public void ended(Served served) {
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).ended(served);
        }
    }

    @Override
    public String traceId(Scope scope) {
        return first(observer -> observer.traceId(scope));
    }

    @Override
    public String traceId(Headers headers) {
        return first(observer -> observer.traceId(headers));
    }

    private String first(Function<ServerObserver, String> traceId) {
        return observers.stream().map(traceId).filter(id -> !id.isEmpty()).findFirst().orElse("");
    }
}
