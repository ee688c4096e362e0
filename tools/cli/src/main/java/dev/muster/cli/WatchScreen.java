package dev.muster.cli;

import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;

import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * The live table of a fleet in a terminal, drawn over itself each second, and the keys that work
 * below it. The table is the agent's text; this class only places it.
 */
final class WatchScreen {
    private static final Duration REDRAW_EVERY = Duration.ofSeconds(1);
    private static final String ERASE_BELOW = "\u001b[J";

    private final ControlClient client;
    private final Installation installation;
    private final PrintStream out;
    private int drawnLines;

    WatchScreen(ControlClient client, Installation installation, PrintStream out) {
        this.client = client;
        this.installation = installation;
        this.out = out;
    }

    /** Whether this screen's end is the fleet's end. */
    enum Role {
        OWNER,
        GUEST
    }

    /** Why the screen ended. */
    enum Wish {
        STOP,
        AGENT_GONE
    }

    /** Draws until {@code q}, or until the agent is gone. */
    Wish watch(Terminal terminal, Role role) throws IOException {
        var cooked = terminal.enterRawMode();
        try {
            return loop(terminal, cooked, role);
        } finally {
            terminal.setAttributes(cooked);
        }
    }

    private Wish loop(Terminal terminal, Attributes cooked, Role role) throws IOException {
        while (true) {
            if (!draw(terminal, role)) {
                return Wish.AGENT_GONE;
            }
            int key = terminal.reader().read(REDRAW_EVERY.toMillis());
            if (key == NonBlockingReader.READ_EXPIRED) {
                continue;
            }
            if (key == 'q' || key < 0) {
                out.println();
                return Wish.STOP;
            }
            act(terminal, cooked, (char) key);
        }
    }

    /** False when the agent no longer answers. */
    private boolean draw(Terminal terminal, Role role) {
        int columns = Math.max(40, terminal.getColumns());
        var target =
                "/api/fleet?screen=watch&columns="
                        + columns
                        + (role == Role.OWNER ? "&keys=true" : "&keys=guest")
                        + (installation.colour() ? "&colour=true" : "");
        try (var reply = client.get(target, Format.TEXT)) {
            var text = reply.text();
            if (drawnLines > 0) {
                out.print("\u001b[" + drawnLines + "F" + ERASE_BELOW);
            }
            out.print(text);
            out.flush();
            drawnLines = (int) text.lines().count();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void act(Terminal terminal, Attributes cooked, char key) throws IOException {
        switch (key) {
            case 'o' -> say(open());
            case 'l' -> followLogs(terminal);
            case 'r' -> {
                var service = ask(terminal, cooked, "restart which service? ");
                if (!service.isEmpty()) {
                    say(post("/api/services/" + ReadVerbs.encode(service) + "/restart", ""));
                }
            }
            case 's' -> {
                var words =
                        ask(terminal, cooked, "scale which service to how many (orders 3)? ")
                                .split("\\s+");
                if (words.length == 2 && words[1].matches("\\d{1,4}")) {
                    say(
                            post(
                                    "/api/services/" + ReadVerbs.encode(words[0]) + "/scale",
                                    "{\"replicas\":" + Integer.parseInt(words[1]) + "}"));
                }
            }
            default -> {}
        }
    }

    private String open() throws IOException {
        var url = ActVerbs.dashboardUrl(client);
        Browser.open(url);
        return url;
    }

    private void followLogs(Terminal terminal) throws IOException {
        say("logs of every service; any key goes back");
        try (var reply =
                client.get(
                        "/api/logs?follow=true&limit=20&columns=" + terminal.getColumns(),
                        Format.TEXT)) {
            var printer = Thread.ofVirtual().start(() -> print(reply));
            terminal.reader().read();
            printer.interrupt();
        }
        drawnLines = 0;
    }

    private void print(ControlClient.Reply reply) {
        try {
            reply.body().transferTo(out);
        } catch (IOException e) {
            // A key was pressed: the reply is closed.
        }
    }

    private String ask(Terminal terminal, Attributes cooked, String question) throws IOException {
        terminal.setAttributes(cooked);
        out.print(question);
        out.flush();
        var line = new StringBuilder();
        for (int c = terminal.reader().read();
                c >= 0 && c != '\n' && c != '\r';
                c = terminal.reader().read()) {
            line.append((char) c);
        }
        terminal.enterRawMode();
        drawnLines = 0;
        return line.toString().strip();
    }

    private String post(String target, String json) throws IOException {
        try (var reply = client.post(target, Format.TEXT, json)) {
            return reply.text().strip();
        }
    }

    private void say(String sentence) {
        out.println(sentence);
        out.println();
        drawnLines = 0;
    }
}
