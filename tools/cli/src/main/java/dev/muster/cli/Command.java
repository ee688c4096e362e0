package dev.muster.cli;

import dev.muster.cli.line.ArgumentParser;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;
import dev.muster.fleet.NearestName;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The whole command: its verbs, its help, and what becomes of an error. */
final class Command {
    private static final Set<String> HELP = Set.of("help", "--help", "-h", "-?");
    private static final Set<String> VERSION = Set.of("version", "--version", "-V", "-v");

    private final Console console;
    private final List<Verb> verbs;

    /**
     * @param verbs in the order of help
     */
    Command(Console console, List<Verb> verbs) {
        this.console = console;
        this.verbs = List.copyOf(verbs);
    }

    /** Runs what was typed; never throws. */
    ExitCode run(List<String> typed) {
        try {
            if (typed.isEmpty() || HELP.contains(typed.getFirst())) {
                help(typed.stream().skip(1).filter(word -> !word.startsWith("-")).findFirst());
                return ExitCode.DONE;
            }
            if (VERSION.contains(typed.getFirst())) {
                console.println("muster " + version());
                return ExitCode.DONE;
            }
            return run(verb(typed.getFirst()), typed.subList(1, typed.size()));
        } catch (CommandException e) {
            console.complain(e.sentence());
            return e.exitCode();
        } catch (IOException e) {
            console.complain(
                    "The agent does not answer: "
                            + e.getMessage()
                            + ". Look at .muster/agent.err, or run: muster up");
            return ExitCode.NOT_UP;
        }
    }

    private ExitCode run(Verb verb, List<String> rest) throws IOException {
        var options = rest.contains("--") ? rest.subList(0, rest.indexOf("--")) : rest;
        if (options.contains("--help") || options.contains("-h")) {
            help(verb.usage());
            return ExitCode.DONE;
        }
        return verb.run(ArgumentParser.parse(verb.usage(), rest));
    }

    private static String version() {
        var packed = Command.class.getPackage().getImplementationVersion();
        return (packed == null ? "of this clone" : packed)
                + ", on Java "
                + Runtime.version().feature();
    }

    private Verb verb(String name) {
        if (name.startsWith("-")) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    "An option stands behind its verb, as in: muster ps --fleet FOLDER. All verbs:"
                            + " muster help");
        }
        return verbs.stream()
                .filter(verb -> verb.usage().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private CommandException unknown(String name) {
        var near = NearestName.of(name, verbs.stream().map(verb -> verb.usage().name()).toList());
        return new CommandException(
                ExitCode.BAD_INPUT,
                "There is no verb `"
                        + name
                        + "`."
                        + near.map(n -> " Did you mean `" + n + "`?").orElse("")
                        + " All of them: muster help");
    }

    private void help(Optional<String> verb) {
        if (verb.isPresent()) {
            help(verb(verb.get()).usage());
            return;
        }
        console.println(
                """
                muster runs a fleet of services: it builds, starts, balances, heals and watches them.

                usage: muster VERB [OPERANDS] [OPTIONS]
                """);
        for (var each : verbs) {
            var usage = each.usage();
            console.println("  %-16s %s".formatted(usage.synopsis(), usage.summary()));
        }
        console.print(
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
                service is ready, 130 stopped by Ctrl+C, 141 output not taken to its end
                """);
    }

    private void help(Usage usage) {
        usage.help().forEach(console::println);
    }
}
