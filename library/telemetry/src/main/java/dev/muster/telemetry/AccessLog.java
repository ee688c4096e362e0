package dev.muster.telemetry;

import co.elastic.logging.JsonUtils;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;

/**
 * A line for each request, put together by hand: through a logging framework it would cost as much
 * as the request itself.
 */
public final class AccessLog implements Filter {
    private final LineBuffer lines;
    private final Set<String> unlogged;
    private final Clock clock;
    private final String fields;
    private final IsoTime time = new IsoTime();

    AccessLog(LogsConfig config, LineBuffer lines, Set<String> unlogged, Clock clock) {
        this.lines = lines;
        this.unlogged = Set.copyOf(unlogged);
        this.clock = clock;
        this.fields = EcsLine.fields(config, "access");
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        long start = System.nanoTime();
        int status = 500;
        try {
            var response = next.handle(request);
            status = response.status();
            return response;
        } catch (HttpProblem e) {
            status = e.status();
            throw e;
        } finally {
            if (status >= 400 || !unlogged.contains(request.route())) {
                record(RequestEnd.handled(request, status, start));
            }
        }
    }

    /** Writes the line of a request, as part of the {@link TraceContext#current} trace. */
    public void record(RequestEnd end) {
        var line = new StringBuilder(512);
        EcsLine.begin(line, time, clock.millis());
        line.append("\"log.level\":\"INFO\",\"message\":\"");
        JsonUtils.quoteAsString(end.method(), line);
        line.append(' ');
        JsonUtils.quoteAsString(end.path(), line);
        line.append(' ').append(end.status()).append("\",").append(fields);
        TraceContext.current().ifPresent(context -> EcsLine.appendTrace(context, line));
        line.append("\"http.request.method\":\"");
        JsonUtils.quoteAsString(end.method(), line);
        line.append("\",\"url.path\":\"");
        JsonUtils.quoteAsString(end.path(), line);
        line.append("\",\"http.route\":\"");
        JsonUtils.quoteAsString(end.route(), line);
        if (!end.reason().isEmpty()) {
            line.append("\",\"error.message\":\"");
            JsonUtils.quoteAsString(end.reason(), line);
        }
        line.append("\",\"http.response.status_code\":")
                .append(end.status())
                .append(",\"event.duration\":")
                .append(end.took().toNanos())
                .append("}\n");
        lines.add(line.toString().getBytes(StandardCharsets.UTF_8), false);
    }
}
