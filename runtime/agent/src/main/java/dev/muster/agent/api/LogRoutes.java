package dev.muster.agent.api;

import dev.muster.agent.stream.EventStream;
import dev.muster.agent.text.LogText;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.LogLine;
import dev.muster.control.LogsView;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.store.log.LogTail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** The logs of the fleet: the newest lines, or each new one as it comes. */
final class LogRoutes implements Routes {
    private static final QueryWord<Boolean> FOLLOW = QueryWord.flag(ApiQuery.FOLLOW);

    private final LogReader logs;

    LogRoutes(LogReader logs) {
        this.logs = logs;
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                                ApiPaths.LOGS,
                                "The newest lines, or with follow each new one too, a JSON object a"
                                        + " line.")
                        .with(logs.words())
                        .with(FOLLOW)
                        .with(TextLook.WORDS)
                        .answers(LogsView.class, this::logs));
    }

    private Response logs(Request request) {
        var filter = logs.filter(request);
        if (FOLLOW.of(request)) {
            // Opened before anything is answered: that a log cannot be read is told as a problem.
            return followed(request, logs.tail(filter));
        }
        var found = logs.read(filter);
        return Replies.wantsText(request)
                ? Response.text(LogText.of(found, TextLook.of(request)))
                : Json.response(found);
    }

    private static Response followed(Request request, LogTail tail) {
        if (request.header("Accept").orElse("").startsWith("text/event-stream")) {
            return EventStream.response(
                    stream ->
                            LogReader.follow(
                                    tail,
                                    line -> stream.send("log", Json.text(line)),
                                    stream::keepAlive));
        }
        boolean text = Replies.wantsText(request);
        var look = TextLook.of(request);
        Function<LogLine, String> written =
                text ? line -> LogText.of(line, look) : line -> Json.text(line) + "\n";
        return Response.of(200)
                .withHeader(
                        "Content-Type", text ? "text/plain; charset=utf-8" : "application/x-ndjson")
                .withBody(Body.streaming(out -> follow(tail, written, out)));
    }

    private static void follow(LogTail tail, Function<LogLine, String> written, OutputStream out)
            throws IOException {
        try {
            LogReader.follow(
                    tail,
                    line -> {
                        out.write(written.apply(line).getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    },
                    out::flush);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
