package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.WRITTEN_FLEET;

import dev.muster.cli.agent.AgentProcess;
import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.agent.FleetReader;
import dev.muster.cli.agent.FleetStop;
import dev.muster.cli.agent.Installation;
import dev.muster.cli.agent.OwnCaches;
import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Flag;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Setting;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Value;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.watch.FleetScreens;
import dev.muster.cli.watch.GuestWatch;
import dev.muster.cli.watch.OwnedFleet;
import dev.muster.cli.watch.StartWatch;

import org.jline.terminal.Size;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code up}: starts a fleet and watches it, or joins one that is up.
 *
 * <p>Who owns the fleet is decided here: the {@code up} that starts an agent without {@code -d}
 * owns it, as {@link OwnedFleet} tells. Another one only looks on.
 */
public final class Up implements Verb {
    private static final Value<Integer> PORT =
            Value.number("a port (1 to 65535, or 0 for any free one)", 0, 65_535);
    private static final Operand<String> FOLDER = Operand.optional("FOLDER", Value.TEXT);
    private static final Flag DETACH =
            Flag.of("--detach", "-d", "return when the fleet is ready; `down` stops it");
    private static final Setting<Integer> GATEWAY_PORT =
            port("--gateway-port", "where the fleet answers");
    private static final Setting<Integer> DASHBOARD_PORT =
            port("--dashboard-port", "where the dashboard answers");
    private static final Setting<Integer> REGISTRY_PORT =
            port("--registry-port", "where the registry answers");

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final FleetFolder fleets;
    private final FleetReader reader;
    private final AgentProcess agents;
    private final OwnCaches ownCaches;
    private final Console console;

    public Up(FleetFolder fleets, FleetReader reader, Installation installation, Console console) {
        this.fleets = fleets;
        this.reader = reader;
        this.agents = new AgentProcess(installation);
        this.ownCaches = new OwnCaches(installation);
        this.console = console;
    }

    /** Instead of the fleet file's. */
    private static Setting<Integer> port(String name, String summary) {
        return new Setting<>(name, "PORT", summary + "; 0: any free port", PORT);
    }

    @Override
    public Usage usage() {
        return Usage.of("up", "build and start the fleet, and watch it")
                .operands(FOLDER)
                .options(DETACH, GATEWAY_PORT, DASHBOARD_PORT, REGISTRY_PORT, WRITTEN_FLEET)
                .examples(
                        "muster up                      # the fleet of this folder, in this"
                                + " terminal",
                        "muster up -d examples/shop     # come back once it is ready",
                        "muster up --gateway-port 8081  # where 8080 is taken");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        var folder =
                fleets.described(arguments.find(FOLDER).or(() -> arguments.find(WRITTEN_FLEET)));
        var checked = reader.read(folder, "Nothing was started.");
        var lacking = checked.render(fleets.workingFolder());
        if (!lacking.isEmpty()) {
            console.println(
                    console.fitted(lacking + "  Such a service waits, and the others run."));
        }
        boolean detached = arguments.has(DETACH);
        var found = agents.findOrStart(folder, agentOptions(arguments));
        if (found.started().isEmpty()) {
            return join(found.agent(), checked.fleet().name(), detached);
        }
        return detached
                ? leave(found.agent())
                : new OwnedFleet(found.started().get(), new FleetStop(agents), ownCaches, console)
                        .run(found.agent());
    }

    /**
     * Another {@code up} owns the fleet, or {@code up -d} started it: watch it, and leave it as it
     * is.
     */
    private ExitCode join(RunningAgent agent, String fleet, boolean detached) throws IOException {
        var since = CLOCK.format(agent.address().since().atZone(ZoneId.systemDefault()));
        boolean watch = !detached && console.screen().isTerminal();
        console.println(
                "%s is already up (since %s).%s"
                        .formatted(fleet, since, watch ? " Watching it; q stops watching." : ""));
        if (!watch) {
            new FleetScreens(agent.client(), console).print("difference");
            return awaitReady(agent).exitCode();
        }
        GuestWatch.run(agent, console);
        return ExitCode.DONE;
    }

    private ExitCode leave(RunningAgent agent) throws IOException {
        var outcome = awaitReady(agent);
        ownCaches.makeLater();
        new FleetScreens(outcome.agent().client(), console).print("first");
        return outcome.exitCode();
    }

    private StartWatch.Outcome awaitReady(RunningAgent agent) throws IOException {
        var text = console.text(() -> Size.of(console.screen().columns(), 1));
        return StartWatch.untilReady(agent, text);
    }

    private static List<String> agentOptions(Arguments arguments) {
        var options = new ArrayList<String>();
        if (!arguments.has(DETACH)) {
            options.add("--owned");
        }
        for (var port : List.of(GATEWAY_PORT, DASHBOARD_PORT, REGISTRY_PORT)) {
            arguments.find(port).ifPresent(number -> options.add(port.name() + "=" + number));
        }
        return options;
    }
}
