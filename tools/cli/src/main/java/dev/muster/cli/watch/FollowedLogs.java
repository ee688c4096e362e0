package dev.muster.cli.watch;

import dev.muster.cli.terminal.LiveText;
import dev.muster.cli.terminal.TerminalBackend;
import dev.muster.control.ControlClient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The logs of a fleet as they are written, printed on a thread of its own until it is closed. */
public final class FollowedLogs implements AutoCloseable {
    private final ControlClient.Reply reply;
    private final LiveText text;
    private final Thread printer;

    FollowedLogs(TerminalBackend backend, ControlClient.Reply reply, LiveText text) {
        this.reply = reply;
        this.text = text;
        this.printer = backend.thread("logs", this::print);
        printer.start();
    }

    /** Whether the agent has ended them. */
    boolean areOver() {
        return !printer.isAlive();
    }

    private void print() {
        var lines = new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                text.print(line);
            }
        } catch (IOException e) {
            // Closed, by us or by the agent's end.
        }
    }

    /** Nothing is printed after this returns. */
    @Override
    public void close() {
        try {
            reply.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        } finally {
            awaitPrinter();
        }
    }

    private void awaitPrinter() {
        try {
            printer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
