package dev.muster.cli.agent;

import dev.muster.control.ApiPaths;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.IOException;

/** The address of a fleet's dashboard, which lets its holder in once. */
public final class DashboardLink {
    private DashboardLink() {}

    /** A link with a token that nobody has used. */
    public static String fresh(ControlClient client) throws IOException {
        var token = Target.of(ApiPaths.SESSION_TOKEN);
        try (var reply = Replies.accepted(client.post(token, Format.TEXT, ""))) {
            return reply.text().strip();
        }
    }
}
