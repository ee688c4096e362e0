package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.agent.Installation;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.Screen;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command as it is typed in a folder, with all that it would print. */
final class Typed {
    static final Screen PIPE = new Screen(false, false, Screen.USUAL_COLUMNS);

    private final Installation installation;
    private final Path workingFolder;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Typed(Installation installation, Path workingFolder) {
        this.installation = installation;
        this.workingFolder = workingFolder;
    }

    /** Into a pipe; the user's state lies below {@code home}. */
    static Typed in(Path workingFolder, Path home) {
        return in(workingFolder, home, PIPE);
    }

    static Typed in(Path workingFolder, Path home, Screen screen) {
        return in(workingFolder, home, screen, Path.of("java"));
    }

    /**
     * @param java the program that runs the agent
     */
    static Typed in(Path workingFolder, Path home, Screen screen, Path java) {
        var environment = Map.of("PATH", "/usr/bin:/bin");
        return new Typed(
                new Installation(java, home, Optional.empty(), home, screen, environment),
                workingFolder);
    }

    ExitCode run(String... words) {
        return run(out, words);
    }

    ExitCode run(OutputStream to, String... words) {
        return new Command(console(to), Verbs.all(console(to), installation, workingFolder))
                .run(List.of(words));
    }

    private Console console(OutputStream to) {
        return new Console(
                new PrintStream(to, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                installation.screen());
    }

    /** What has been printed since the last look. */
    String printed() {
        var text = out.toString(UTF_8);
        out = new ByteArrayOutputStream();
        return text;
    }

    String complained() {
        var text = err.toString(UTF_8);
        err.reset();
        return text;
    }
}
