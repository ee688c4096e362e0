package dev.muster.cli.terminal;

/**
 * Where the output goes.
 *
 * @param isTerminal whether somebody watches it there
 * @param hasColour whether it may be coloured
 * @param columns of the terminal, or 100
 */
public record Screen(boolean isTerminal, boolean hasColour, int columns) {
    /** How wide a text may be where nobody says how wide its place is. */
    public static final int USUAL_COLUMNS = 100;
}
