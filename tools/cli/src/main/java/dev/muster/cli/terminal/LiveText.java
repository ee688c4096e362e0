package dev.muster.cli.terminal;

import org.jline.terminal.Size;
import org.jline.utils.AttributedString;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command prints while it goes on: lines that stay and, in a terminal, a part below them
 * that is drawn over itself. Where the output goes elsewhere, only the lines that stay are printed.
 * Thread-safe: a line of another thread never lands inside of the drawn part.
 */
public final class LiveText {
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";
    private static final String ERASE_REST_OF_LINE = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintStream out;
    private final Optional<Supplier<Size>> terminal;
    private String drawn = "";
    private boolean ended;

    private LiveText(PrintStream out, Optional<Supplier<Size>> terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * @param size of the terminal, asked for each time something is drawn
     */
    public static LiveText in(Supplier<Size> size, PrintStream out) {
        return new LiveText(out, Optional.of(size));
    }

    /** Draws nothing. */
    public static LiveText plain(PrintStream out) {
        return new LiveText(out, Optional.empty());
    }

    /** Prints whole lines that stay, above what is drawn. */
    public synchronized void print(String lines) {
        out.print(eraseDrawn() + lines + (lines.endsWith("\n") ? "" : "\n"));
        out.flush();
    }

    /**
     * Prints a line that stays; in a terminal that it is too wide for, it is broken between words.
     *
     * @param indent of what follows the first break
     */
    public synchronized void tell(String line, int indent) {
        terminal.map(Supplier::get)
                .map(size -> broken(line, size.getColumns() - 1, indent))
                .ifPresentOrElse(this::print, () -> print(line));
    }

    /** Prints a line that is no news where things are drawn: only to what is no terminal. */
    public synchronized void tellWithoutScreen(String line) {
        if (terminal.isEmpty()) {
            print(line);
        }
    }

    /**
     * Draws in place of what was drawn before, and leaves the cursor behind it. Lines that are too
     * wide are cut; where there are too many, {@code body} loses its last ones.
     */
    public synchronized void draw(List<String> body, List<String> foot) {
        if (terminal.isEmpty() || ended) {
            return;
        }
        var size = terminal.get().get();
        var lines = new ArrayList<>(fitted(body, size.getRows() - foot.size()));
        lines.addAll(foot);
        // One column stays empty: terminals do not agree on where the cursor is behind the last.
        lines.replaceAll(line -> cut(line, size.getColumns() - 1) + ERASE_REST_OF_LINE);
        var text = String.join("\n", lines);
        out.print(toTop() + text + ERASE_BELOW);
        out.flush();
        drawn = text;
    }

    /** Empties the terminal: what was drawn in another size cannot be drawn over. */
    public synchronized void clear() {
        if (terminal.isPresent() && !ended) {
            out.print(CLEAR_SCREEN);
            drawn = "";
        }
    }

    /** Draws no more. What is drawn stays, and what is printed from now on stands below it. */
    public synchronized void end() {
        if (!drawn.isEmpty()) {
            out.println();
            out.flush();
        }
        drawn = "";
        ended = true;
    }

    /** Draws again after {@link #end}, below what stands there. */
    public synchronized void resume() {
        ended = false;
    }

    private String eraseDrawn() {
        var erasing = drawn.isEmpty() ? "" : toTop() + ERASE_BELOW;
        drawn = "";
        return erasing;
    }

    private String toTop() {
        if (drawn.isEmpty()) {
            return "";
        }
        long above = drawn.chars().filter(c -> c == '\n').count();
        return above == 0 ? "\r" : "\r\u001b[" + above + "A";
    }

    private static List<String> fitted(List<String> body, int rows) {
        if (body.size() <= rows) {
            return body;
        }
        int kept = Math.max(0, rows - 1);
        var more = "  and " + (body.size() - kept) + " more lines: make the window higher";
        return Stream.concat(body.stream().limit(kept), Stream.of(more)).toList();
    }

    /** Lines as {@link #broken} each; what follows a break is indented more than its line. */
    static String allBroken(String lines, int columns) {
        return lines.lines()
                .map(
                        line ->
                                broken(
                                        line,
                                        columns,
                                        line.length() - line.stripLeading().length() + 4))
                .collect(Collectors.joining("\n"));
    }

    /** The line with breaks between words, where it is too wide. */
    public static String broken(String line, int columns, int indent) {
        int shown = AttributedString.stripAnsi(line).length();
        if (shown <= columns) {
            return line;
        }
        int end = line.lastIndexOf(' ', columns);
        if (line.length() <= columns || end <= indent) {
            return line;
        }
        var rest = " ".repeat(indent) + line.substring(end).strip();
        return line.substring(0, end).stripTrailing() + "\n" + broken(rest, columns, indent);
    }

    private static String cut(String line, int columns) {
        return AttributedString.fromAnsi(line).columnSubSequence(0, columns).toAnsi();
    }
}
