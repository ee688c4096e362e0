package dev.muster.cli.agent;

import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
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
        try (var reply = client.post(Target.of(ApiPaths.SESSION_TOKEN), Format.TEXT, "")) {
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.FAILED, reply.text().strip());
            }
            return reply.text().strip();
        }
    }
}
