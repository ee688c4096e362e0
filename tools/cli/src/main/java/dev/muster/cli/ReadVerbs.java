package dev.muster.cli;

import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The verbs that ask the agent and print what it rendered: {@code ps}, {@code explain}, {@code
 * events}, {@code logs}.
 */
final class ReadVerbs {
    private final FleetFolder fleets;
    private final Installation installation;
    private final PrintStream out;

    ReadVerbs(FleetFolder fleets, Installation installation, PrintStream out) {
        this.fleets = fleets;
        this.installation = installation;
        this.out = out;
    }

    ExitCode ps(Arguments arguments) throws IOException {
        return print(arguments, "/api/fleet" + look());
    }

    ExitCode explain(Arguments arguments) throws IOException {
        var service = arguments.operand(0).orElseThrow();
        return print(arguments, "/api/services/" + encode(service) + "/explain" + look());
    }

    ExitCode events(Arguments arguments) throws IOException {
        return print(arguments, "/api/events" + look() + query(arguments, "limit"));
    }

    ExitCode logs(Arguments arguments) throws IOException {
        var target = new StringBuilder("/api/logs").append(look());
        arguments
                .operand(0)
                .ifPresent(service -> target.append("&service=").append(encode(service)));
        for (var filter : new String[] {"grep", "level", "since", "limit"}) {
            target.append(query(arguments, filter));
        }
        if (arguments.has("--follow")) {
            target.append("&follow=true");
        }
        return print(arguments, target.toString());
    }

    private ExitCode print(Arguments arguments, String target) throws IOException {
        var client = fleets.agent(fleets.running(arguments.value("--fleet")));
        var format = arguments.has("--json") ? Format.JSON : Format.TEXT;
        try (var reply = client.get(target, format)) {
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.refused(reply.status()), reply.text().strip());
            }
            copy(reply);
        }
        return ExitCode.DONE;
    }

    /** Copies as it arrives: a followed log is to be seen at once. */
    private void copy(ControlClient.Reply reply) throws IOException {
        var buffer = new byte[8192];
        for (int read = reply.body().read(buffer); read >= 0; read = reply.body().read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
            if (out.checkError()) {
                return;
            }
        }
    }

    private String look() {
        return "?columns=" + installation.columns() + (installation.colour() ? "&colour=true" : "");
    }

    private static String query(Arguments arguments, String name) {
        return arguments
                .value("--" + name)
                .map(value -> "&" + name + "=" + encode(value))
                .orElse("");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
