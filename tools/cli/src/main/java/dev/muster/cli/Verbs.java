package dev.muster.cli;

import dev.muster.cli.agent.AgentProcess;
import dev.muster.cli.agent.Browser;
import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.agent.FleetReader;
import dev.muster.cli.agent.Installation;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.verb.AgentCalls;
import dev.muster.cli.verb.Check;
import dev.muster.cli.verb.Down;
import dev.muster.cli.verb.Events;
import dev.muster.cli.verb.Explain;
import dev.muster.cli.verb.Logs;
import dev.muster.cli.verb.Open;
import dev.muster.cli.verb.Ps;
import dev.muster.cli.verb.Restart;
import dev.muster.cli.verb.Scale;
import dev.muster.cli.verb.Up;
import dev.muster.control.RunningFleets;

import java.nio.file.Path;
import java.util.List;

/** What can be typed. A new verb is a class and a line here. */
final class Verbs {
    private Verbs() {}

    /** Every verb, in the order of help. */
    static List<Verb> all(Console console, Installation installation, Path workingFolder) {
        var fleets = new FleetFolder(workingFolder, new RunningFleets(installation.stateHome()));
        var reader = new FleetReader(fleets, installation.environment());
        var calls = new AgentCalls(fleets, console);
        return List.of(
                new Up(fleets, reader, installation, console),
                new Down(fleets, new AgentProcess(installation), console),
                new Ps(calls),
                new Logs(calls),
                new Explain(calls),
                new Events(calls),
                new Scale(calls),
                new Restart(calls),
                new Open(fleets, Browser.ofThePlatform(), console),
                new Check(fleets, reader, console));
    }
}
