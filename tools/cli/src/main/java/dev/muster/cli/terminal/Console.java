package dev.muster.cli.terminal;

import dev.muster.control.ApiQuery;
import dev.muster.control.Target;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Where the command prints: results to {@code out}, what went wrong to {@code err}.
 *
 * @param keyboard where keys and signals come from
 * @param backend where the time and the threads of what is drawn come from
 */
public record Console(
        PrintStream out,
        PrintStream err,
        Screen screen,
        TerminalSource keyboard,
        TerminalBackend backend) {
    /** Opens a terminal for whoever closes it. */
    @FunctionalInterface
    public interface TerminalSource {
        Terminal open() throws IOException;
    }

    /** Of this process. */
    public Console(PrintStream out, PrintStream err, Screen screen) {
        this(out, err, screen, Console::systemTerminal, new SystemBackend());
    }

    private static Terminal systemTerminal() throws IOException {
        return TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true).build();
    }

    /** The one terminal of this process; a plain one where the output goes elsewhere. */
    public Terminal terminal() throws IOException {
        return keyboard.open();
    }

    /** Prints a result and has it seen at once. */
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    public void println(String line) {
        print(line + "\n");
    }

    public void complain(String sentence) {
        err.println(fitted(sentence));
    }

    /** Lines that are broken between words, where somebody reads them in a terminal. */
    public String fitted(String lines) {
        return screen.isTerminal() ? LiveText.allBroken(lines, screen.columns() - 1) : lines;
    }

    /** {@code target} as this screen can show its text. */
    public Target look(Target target) {
        return look(target, screen.columns());
    }

    public Target look(Target target, int width) {
        var fitting = target.with(ApiQuery.COLUMNS, width);
        return screen.hasColour() ? fitting.with(ApiQuery.COLOUR) : fitting;
    }

    /**
     * What goes on here while the command does.
     *
     * @param size of the terminal, where this is one
     */
    public LiveText text(Supplier<Size> size) {
        return screen.isTerminal() ? LiveText.in(size, out) : LiveText.plain(out);
    }
}
