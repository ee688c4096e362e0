package dev.muster.cli;

import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * The verbs that ask the agent and print what it rendered: {@code ps}, {@code explain}, {@code
 * events}, {@code logs}.
 */
final class ReadVerbs {
    /** Options of {@code logs} that the API knows by the same words. */
    private static final List<String> FILTERS =
            List.of(ApiQuery.GREP, ApiQuery.LEVEL, ApiQuery.SINCE, ApiQuery.LIMIT);

    private final FleetFolder fleets;
    private final Installation installation;
    private final PrintStream out;

    ReadVerbs(FleetFolder fleets, Installation installation, PrintStream out) {
        this.fleets = fleets;
        this.installation = installation;
        this.out = out;
    }

    ExitCode ps(Arguments arguments) throws IOException {
        return print(arguments, look(Target.of(ApiPaths.FLEET)));
    }

    ExitCode explain(Arguments arguments) throws IOException {
        var service = arguments.operand(0).orElseThrow();
        return print(arguments, look(Target.of(ApiPaths.EXPLAIN, service)));
    }

    ExitCode events(Arguments arguments) throws IOException {
        return print(
                arguments,
                look(Target.of(ApiPaths.EVENTS)).with(ApiQuery.LIMIT, arguments.value("--limit")));
    }

    ExitCode logs(Arguments arguments) throws IOException {
        var target = look(Target.of(ApiPaths.LOGS)).with(ApiQuery.SERVICE, arguments.operand(0));
        for (var filter : FILTERS) {
            target = target.with(filter, arguments.value("--" + filter));
        }
        return print(arguments, arguments.has("--follow") ? target.with(ApiQuery.FOLLOW) : target);
    }

    private ExitCode print(Arguments arguments, Target target) throws IOException {
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

    private Target look(Target target) {
        return installation.look(target);
    }
}
