package dev.muster.cli.agent;

import dev.muster.control.AgentAddress;
import dev.muster.state.OwnerOnly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens an address in the user's browser, where there is one. Everybody on the machine can read the
 * arguments of a program, and the address holds a token: so the browser is given a file that only
 * the user can read, and which leads to the address.
 */
public final class Browser {
    private final List<String> openers;

    /**
     * @param openers programs that open what they are given, tried in turn
     */
    public Browser(List<String> openers) {
        this.openers = List.copyOf(openers);
    }

    /** The openers of the usual platforms. */
    public static Browser ofThePlatform() {
        return new Browser(List.of("xdg-open", "open", "wslview"));
    }

    /**
     * Opens the address, which has been printed, so that finding no browser is no failure.
     *
     * @param fleetFolder whose state the file is part of
     */
    public void open(Path fleetFolder, String url) throws IOException {
        var page = AgentAddress.stateFolder(fleetFolder).resolve("open.html");
        OwnerOnly.write(
                page,
                """
                <!doctype html>
                <meta charset="utf-8">
                <meta name="referrer" content="no-referrer">
                <meta http-equiv="refresh" content="0; url=%1$s">
                <title>Muster</title>
                <a href="%1$s">dashboard</a>
                """
                        .formatted(url));
        for (var opener : openers) {
            try {
                new ProcessBuilder(opener, page.toUri().toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return;
            } catch (IOException notInstalled) {
                // The next one may be.
            }
        }
    }
}
