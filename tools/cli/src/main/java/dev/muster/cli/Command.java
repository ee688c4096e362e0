package dev.muster.cli;

import dev.muster.control.RunningFleets;
import dev.muster.fleet.NearestName;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The whole command: its verbs, its help, and what becomes of an error. */
final class Command {
    private static final Set<String> HELP = Set.of("help", "--help", "-h", "-?");
    private static final Set<String> VERSION = Set.of("version", "--version", "-V", "-v");

    private final PrintStream out;
    private final PrintStream err;
    private final Installation installation;
    private final List<Verb> verbs;

    private Command(PrintStream out, PrintStream err, Installation installation, List<Verb> verbs) {
        this.out = out;
        this.err = err;
        this.installation = installation;
        this.verbs = verbs;
    }

    static Command of(
            PrintStream out, PrintStream err, Installation installation, Path workingFolder) {
        var fleets = new FleetFolder(workingFolder, new RunningFleets(installation.stateHome()));
        var reads = new ReadVerbs(fleets, installation, out);
        var acts = new ActVerbs(fleets, new AgentProcess(installation), out);
        var check = new CheckVerb(fleets, installation.environment(), out);
        var up = new UpVerb(fleets, installation, acts, check, out);
        return new Command(out, err, installation, VerbTable.of(up, reads, acts, check));
    }

    /** Runs what was typed; never throws. */
    ExitCode run(List<String> typed) {
        try {
            if (typed.isEmpty() || HELP.contains(typed.getFirst())) {
                help(typed.stream().skip(1).filter(word -> !word.startsWith("-")).findFirst());
                return ExitCode.DONE;
            }
            if (VERSION.contains(typed.getFirst())) {
                out.println("muster " + version());
                return ExitCode.DONE;
            }
            var verb = verb(typed.getFirst());
            var rest = typed.subList(1, typed.size());
            var options = rest.contains("--") ? rest.subList(0, rest.indexOf("--")) : rest;
            if (options.contains("--help") || options.contains("-h")) {
                help(verb);
                return ExitCode.DONE;
            }
            return verb.action().run(ArgumentParser.parse(verb, rest));
        } catch (CommandException e) {
            err.println(installation.fitted(e.sentence()));
            return e.exitCode();
        } catch (IOException e) {
            err.println(
                    "The agent does not answer: "
                            + e.getMessage()
                            + ". Look at .muster/agent.err, or run: muster up");
            return ExitCode.NOT_UP;
        }
    }

    private static String version() {
        var packed = Command.class.getPackage().getImplementationVersion();
        return (packed == null ? "of this clone" : packed)
                + ", on Java "
                + Runtime.version().feature();
    }

    /** Every verb, in the order of help; the docs are checked against it. */
    List<Verb> verbs() {
        return verbs;
    }

    private Verb verb(String name) {
        if (name.startsWith("-")) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    "An option stands behind its verb, as in: muster ps --fleet FOLDER. All verbs:"
                            + " muster help");
        }
        return verbs.stream()
                .filter(verb -> verb.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> {
                            var near =
                                    NearestName.of(name, verbs.stream().map(Verb::name).toList());
                            return new CommandException(
                                    ExitCode.BAD_INPUT,
                                    "There is no verb `"
                                            + name
                                            + "`."
                                            + near.map(n -> " Did you mean `" + n + "`?").orElse("")
                                            + " All of them: muster help");
                        });
    }

    private void help(Optional<String> verb) {
        if (verb.isPresent()) {
            help(verb(verb.get()));
            return;
        }
        out.println(
                """
                muster runs a fleet of services: it builds, starts, balances, heals and watches them.

                usage: muster VERB [OPERANDS] [OPTIONS]
                """);
        for (var each : verbs) {
            out.printf(
                    "  %-16s %s%n", (each.name() + " " + each.operands()).strip(), each.summary());
        }
        out.print(
                """

                examples:
                  muster up examples/shop    # build, start and watch a fleet; q stops it
                  muster up -d               # the fleet of this folder; come back once it is ready
                  muster ps                  # how is it
                  muster explain orders      # why is orders as it is
                  muster logs -f orders      # what does it write
                  muster restart orders      # run what was edited
                  muster down                # stop it

                muster help VERB, or muster VERB -h, says more of one; muster --version says which this is.
                exit status: 0 done, 1 failed, 2 wrong input, 3 no fleet is up, 4 up but not every
                service is ready, 130 stopped by Ctrl+C
                """);
    }

    private void help(Verb verb) {
        out.println(
                "muster " + (verb.name() + " " + verb.operands()).strip() + " - " + verb.summary());
        out.println();
        int width = verb.options().stream().mapToInt(o -> o.usage().length()).max().orElse(0);
        for (var option : verb.options()) {
            out.printf("  %-" + width + "s  %s%n", option.usage(), option.summary());
        }
        out.println("\nexamples:");
        verb.examples().forEach(example -> out.println("  " + example));
    }
}
