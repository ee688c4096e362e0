package dev.muster.cli;

import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The agent's account of starting a fleet, a stream of server-sent events: {@code line} is a line
 * to keep, {@code step} is what goes on just now, {@code ready} says how it ended. The stream stays
 * open as long as the agent lives.
 */
final class Progress implements AutoCloseable {
    private static final String ERASE_LINE = "\r\u001b[K";

    private final ControlClient.Reply reply;
    private final BufferedReader events;

    private Progress(ControlClient.Reply reply) {
        this.reply = reply;
        this.events =
                new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8));
    }

    /**
     * @param owner whether the fleet is to be stopped when this stream ends
     */
    static Progress of(ControlClient client, boolean owner) throws IOException {
        return new Progress(
                owner
                        ? client.post("/api/up", Format.EVENTS, "")
                        : client.get("/api/up", Format.EVENTS));
    }

    /** Prints what happens until the fleet is ready, or will not be. */
    ExitCode printUntilReady(PrintStream out, boolean terminal) throws IOException {
        var event = "";
        for (var line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ") || line.equals("data:")) {
                var data = line.length() > 6 ? line.substring(6) : "";
                switch (event) {
                    case "line" -> out.println((terminal ? ERASE_LINE : "") + data);
                    case "step" -> {
                        if (terminal) {
                            out.print(ERASE_LINE + data);
                        }
                    }
                    case "ready" -> {
                        if (terminal) {
                            out.print(ERASE_LINE);
                        }
                        out.flush();
                        return data.equals("true") ? ExitCode.DONE : ExitCode.NOT_READY;
                    }
                    default -> {}
                }
                out.flush();
            }
        }
        throw new CommandException(ExitCode.FAILED, "The agent ended before the fleet was ready.");
    }

    /** Waits until the agent is gone. */
    void awaitEnd() {
        try {
            String line;
            do {
                line = events.readLine();
            } while (line != null);
        } catch (IOException e) {
            // A cut stream is an ended one.
        }
    }

    @Override
    public void close() throws IOException {
        reply.close();
    }
}
