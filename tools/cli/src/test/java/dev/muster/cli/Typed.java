package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.cli.agent.Installation;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.terminal.Screen;
import dev.muster.cli.terminal.SystemBackend;

import org.jline.terminal.Terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A command as it is typed in a folder, with all that it would print. */
final class Typed {
    static final Screen PIPE = new Screen(false, false, Screen.USUAL_COLUMNS);

    private final Installation installation;
    private final Path workingFolder;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Optional<Terminal> terminal;
    private ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Typed(Installation installation, Path workingFolder, Optional<Terminal> terminal) {
        this.installation = installation;
        this.workingFolder = workingFolder;
        this.terminal = terminal;
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
                workingFolder,
                Optional.empty());
    }

    /** The same where keys and signals come from {@code keyboard}. */
    Typed at(Terminal keyboard) {
        return new Typed(installation, workingFolder, Optional.of(keyboard));
    }

    ExitCode run(String... words) {
        return run(out, words);
    }

    ExitCode run(OutputStream to, String... words) {
        return new Command(console(to), Verbs.all(console(to), installation, workingFolder))
                .run(List.of(words));
    }

    private Console console(OutputStream to) {
        var printed = new PrintStream(to, true, UTF_8);
        var complained = new PrintStream(err, true, UTF_8);
        return terminal.map(t -> at(t, printed, complained))
                .orElseGet(() -> new Console(printed, complained, installation.screen()));
    }

    private Console at(Terminal keyboard, PrintStream printed, PrintStream complained) {
        return new Console(
                printed, complained, installation.screen(), () -> keyboard, new SystemBackend());
    }

    /** What has been printed since the last look. */
    String printed() {
        var text = out.toString(UTF_8);
        out = new ByteArrayOutputStream();
        return text;
    }

    /** Whether all of these have been printed since the last look; asked while a command runs. */
    boolean shows(String... texts) {
        var text = out.toString(UTF_8);
        return Stream.of(texts).allMatch(text::contains);
    }

    String complained() {
        var text = err.toString(UTF_8);
        err.reset();
        return text;
    }
}
