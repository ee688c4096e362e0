package dev.muster.telemetry;

import co.elastic.logging.JsonUtils;

import dev.muster.http.Headers;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;

/**
 * A line for each request, put together by hand: through a logging framework it would cost as much
 * as the request itself.
 */
final class AccessLog implements ServerObserver {
    private final LineWriter lines;
    private final Set<String> unlogged;
    private final InstantSource clock;
    private final String fields;
    private final IsoTime time = new IsoTime();

    AccessLog(LogsConfig config, LineWriter lines, Set<String> unlogged, InstantSource clock) {
        this.lines = lines;
        this.unlogged = Set.copyOf(unlogged);
        this.clock = clock;
        this.fields = EcsLine.fields(config, "access");
    }

    @Override
    public Scope begin(Headers headers, Scope scope) {
        return scope;
    }

    @Override
    public void ended(Served served) {
        boolean isWell = served.status() < 400 && served.reason().isEmpty();
        if (!isWell || !unlogged.contains(served.route())) {
            lines.add(line(served).getBytes(StandardCharsets.UTF_8), false);
        }
    }

    private String line(Served served) {
        var line = new StringBuilder(512);
        EcsLine.begin(line, time, clock.millis());
        line.append(served.isCut() ? "\"log.level\":\"WARN\"" : "\"log.level\":\"INFO\"")
                .append(",\"message\":\"");
        JsonUtils.quoteAsString(served.method(), line);
        line.append(' ');
        JsonUtils.quoteAsString(served.path(), line);
        line.append(' ').append(served.status());
        if (served.isCut()) {
            line.append(", cut short: ");
            JsonUtils.quoteAsString(served.reason(), line);
        }
        line.append("\",").append(fields);
        TraceContext.of(served.scope()).ifPresent(context -> EcsLine.appendTrace(context, line));
        JsonFields.append("http.request.method", served.method(), line);
        JsonFields.append("url.path", served.path(), line);
        JsonFields.append("http.route", served.route(), line);
        if (!served.reason().isEmpty()) {
            JsonFields.append("error.message", served.reason(), line);
        }
        return line.append("\"http.response.status_code\":")
                .append(served.status())
                .append(",\"event.duration\":")
                .append(served.took().toNanos())
                .append("}\n")
                .toString();
    }
}
