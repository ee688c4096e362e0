package dev.muster.cli.terminal;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/**
 * Where the output goes.
 *
 * @param isTerminal whether somebody watches it there
 * @param hasColour whether it may be coloured
 * @param columns of the terminal, or 100; 0 is what a terminal says that was never told
 */
public record Screen(boolean isTerminal, boolean hasColour, int columns) {
    /** How wide a text may be where nobody says how wide its place is. */
    public static final int USUAL_COLUMNS = 100;

    private static final Size USUAL_SIZE = Size.of(80, 24);

    public Screen {
        if (columns <= 0) {
            columns = USUAL_SIZE.getColumns();
        }
    }

    /**
     * The size of a terminal, or the usual one: nobody may have told it, and then it says 0 by 0.
     */
    public static Size sizeOf(Terminal terminal) {
        int columns = terminal.getColumns();
        int rows = terminal.getRows();
        return Size.of(
                columns > 0 ? columns : USUAL_SIZE.getColumns(),
                rows > 0 ? rows : USUAL_SIZE.getRows());
    }
}
