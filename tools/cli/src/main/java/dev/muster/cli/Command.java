package dev.muster.cli;

import dev.muster.control.RunningFleets;
import dev.muster.fleet.NearestName;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The whole command: its verbs, its help, and what becomes of an error. */
final class Command {
    private final PrintStream out;
    private final PrintStream err;
    private final List<Verb> verbs;

    private Command(PrintStream out, PrintStream err, List<Verb> verbs) {
        this.out = out;
        this.err = err;
        this.verbs = verbs;
    }

    static Command of(
            PrintStream out, PrintStream err, Installation installation, Path workingFolder) {
        var fleets = new FleetFolder(workingFolder, new RunningFleets(installation.stateHome()));
        var reads = new ReadVerbs(fleets, installation, out);
        var acts = new ActVerbs(fleets, out);
        var check = new CheckVerb(fleets, installation.environment(), out);
        var up = new UpVerb(fleets, installation, acts, check, out);
        return new Command(out, err, VerbTable.of(up, reads, acts, check));
    }

    /** Runs what was typed; never throws. */
    ExitCode run(List<String> typed) {
        try {
            if (typed.isEmpty() || List.of("help", "--help", "-h").contains(typed.getFirst())) {
                help(typed);
                return ExitCode.DONE;
            }
            var verb = verb(typed.getFirst());
            var rest = typed.subList(1, typed.size());
            if (rest.contains("--help") || rest.contains("-h")) {
                help(verb);
                return ExitCode.DONE;
            }
            return verb.action().run(Arguments.parse(verb, rest));
        } catch (CommandException e) {
            err.println(e.sentence());
            return e.exitCode();
        } catch (IOException e) {
            err.println(
                    "The agent does not answer: "
                            + e.getMessage()
                            + ". Look at .muster/agent.err, or run: muster up");
            return ExitCode.NOT_UP;
        }
    }

    /** Every verb, in the order of help; the docs are checked against it. */
    List<Verb> verbs() {
        return verbs;
    }

    private Verb verb(String name) {
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

    private void help(List<String> typed) {
        if (typed.size() > 1) {
            help(verb(typed.get(1)));
            return;
        }
        out.println(
                "muster runs a fleet of services: it builds, starts, balances, heals and watches"
                        + " them.");
        out.println();
        for (var verb : verbs) {
            out.printf(
                    "  %-22s %s%n", (verb.name() + " " + verb.operands()).strip(), verb.summary());
        }
        out.println();
        out.println(
                "muster help VERB says more of one. Exit status: 0 done, 1 failed, 2 wrong input,");
        out.println(
                "3 no fleet is up, 4 up but not every service is ready, 130 stopped by Ctrl+C.");
    }

    private void help(Verb verb) {
        out.println(
                "muster " + (verb.name() + " " + verb.operands()).strip() + " - " + verb.summary());
        out.println();
        var rows = new ArrayList<Verb.Option>(verb.options());
        int width =
                Stream.concat(Stream.of(10), rows.stream().map(o -> o.usage().length()))
                        .max(Integer::compare)
                        .get();
        for (var option : rows) {
            out.printf("  %-" + width + "s  %s%n", option.usage(), option.summary());
        }
    }
}
