package dev.muster.cli.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * A terminal without a device: a test types into it, sizes it, hangs up, and reads what it shows.
 */
final class TypedTerminal extends LineDisciplineTerminal {
    private static final String CLEARED = "\u001b[2J";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, UTF_8);

    TypedTerminal(int columns, int rows) throws IOException {
        super("typed", "ansi", OutputStream.nullOutputStream(), UTF_8);
        setSize(Size.of(columns, rows));
    }

    /** Where the command prints. */
    PrintStream out() {
        return out;
    }

    void type(String keys) throws IOException {
        processInputBytes(keys.getBytes(UTF_8));
    }

    void resize(int columns, int rows) {
        setSize(Size.of(columns, rows));
        raise(Terminal.Signal.WINCH);
    }

    /** As a closed window does. */
    void hangUp() throws IOException {
        slaveInputPipe.close();
    }

    /** All that was ever shown, without what moves the cursor. */
    String shown() {
        return withoutControls(shown.toString(UTF_8));
    }

    /** What has been shown since the screen was last cleared. */
    String shownSinceCleared() {
        var all = shown.toString(UTF_8);
        return withoutControls(all.substring(Math.max(0, all.lastIndexOf(CLEARED))));
    }

    private static String withoutControls(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "").replace("\r", "");
    }
}
