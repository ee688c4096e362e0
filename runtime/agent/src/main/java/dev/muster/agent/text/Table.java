package dev.muster.agent.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of left-aligned cells under a heading, each column as wide as its widest cell. */
final class Table {
    private static final String GAP = "   ";

    private final List<String> heading;
    private final List<Row> rows = new ArrayList<>();

    Table(String... heading) {
        this.heading = List.of(heading);
    }

    /**
     * @param note a line below the row, indented to the second column; empty for none
     */
    private record Row(List<String> cells, String note) {}

    void add(String note, String... cells) {
        rows.add(new Row(List.of(cells), note));
    }

    String render(Look look, String indent) {
        var widths = fitting(widths(), look.columns() - indent.length());
        var text = new StringBuilder();
        text.append(indent).append(look.dim(line(heading, widths))).append('\n');
        for (var row : rows) {
            text.append(indent).append(line(row.cells(), widths)).append('\n');
            if (!row.note().isEmpty()) {
                int inset = indent.length() + widths[0] + GAP.length();
                for (var piece : Wrap.at(look.columns() - inset, row.note())) {
                    text.append(" ".repeat(inset)).append(look.warn(piece)).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** The columns that fit; what stands to the right is the first to be left out. */
    private static int[] fitting(int[] widths, int columns) {
        int shown = 0;
        int end = 0;
        while (shown < widths.length && (shown == 0 || end + widths[shown] <= columns)) {
            end += widths[shown] + GAP.length();
            shown++;
        }
        return Arrays.copyOf(widths, shown);
    }

    private int[] widths() {
        var widths = new int[heading.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heading.get(column).length();
            for (var row : rows) {
                widths[column] = Math.max(widths[column], row.cells().get(column).length());
            }
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = cells.get(column);
            line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
