package dev.muster.cli.watch;

import dev.muster.cli.agent.Replies;
import dev.muster.cli.terminal.Console;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.IOException;

/** The texts of a fleet that its agent renders for a terminal, by their names in the API. */
public record FleetScreens(ControlClient client, Console console) {
    static Target target(String screen) {
        return Target.of(ApiPaths.FLEET).with(ApiQuery.SCREEN, screen);
    }

    public void print(String screen) throws IOException {
        var target = console.look(target(screen));
        try (var reply = Replies.accepted(client.get(target, Format.TEXT))) {
            console.print(reply.text());
        }
    }
}
