package dev.muster.cli.watch;

import dev.muster.cli.agent.Replies;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.LiveText;
import dev.muster.control.ApiPaths;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The agent's account of starting a fleet, a stream of server-sent events: {@code line} is a line
 * to keep, {@code step} is what goes on just now, {@code plain} the same for those who see no
 * steps, {@code ready} says how it ended. The stream stays open as long as the agent lives.
 */
public final class Progress implements AutoCloseable {
    /** A line is a step's name and, in this column, what it is about. */
    private static final int BEHIND_STEP = 10;

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
    public static Progress of(ControlClient client, boolean owner) throws IOException {
        var up = Target.of(ApiPaths.UP);
        return new Progress(
                Replies.accepted(
                        owner
                                ? client.post(up, Format.EVENTS, "")
                                : client.get(up, Format.EVENTS)));
    }

    /**
     * Prints what happens until the fleet is ready, or will not be; empty when the agent ended
     * before that.
     */
    public Optional<ExitCode> printUntilReady(LiveText text) throws IOException {
        var event = "";
        for (var line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data:")) {
                var data = line.substring(Math.min(6, line.length()));
                switch (event) {
                    case "line" -> text.tell(data, BEHIND_STEP);
                    case "plain" -> text.tellWithoutScreen(data);
                    case "step" -> text.draw(List.of(data), List.of());
                    case "ready" -> {
                        text.draw(List.of(), List.of());
                        return Optional.of(
                                data.equals("true") ? ExitCode.DONE : ExitCode.NOT_READY);
                    }
                    default -> {}
                }
            }
        }
        return Optional.empty();
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
