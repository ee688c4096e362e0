package dev.muster.agent.stream;

import dev.muster.http.Body;
import dev.muster.http.Response;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (WHATWG HTML, section 9.2), each sent at once. Used by one thread. */
public final class EventStream {
    private final OutputStream out;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    /** What produces the events of one response; returns to end it. */
    @FunctionalInterface
    public interface Source {
        void writeTo(EventStream events) throws IOException, InterruptedException;
    }

    public static Response response(Source source) {
        return Response.of(200)
                .withHeader("Content-Type", "text/event-stream")
                .withHeader("Cache-Control", "no-store")
                .withBody(
                        Body.streaming(
                                out -> {
                                    var events = new EventStream(out);
                                    try {
                                        // The reader learns at once that it is heard.
                                        events.keepAlive();
                                        source.writeTo(events);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
    }

    public void send(String event, String data) throws IOException {
        var text = new StringBuilder("event: ").append(event).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) {
            text.append("data:\n");
        }
        write(text.append('\n').toString());
    }

    /** A comment, which clients ignore: it shows both sides that the other is still there. */
    public void keepAlive() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
