package dev.muster.agent.text;

/**
 * How a terminal wants its text.
 *
 * @param columns width to fit into, at least 40
 * @param colour whether escape sequences for colour may be used; no meaning ever hangs on colour
 *     alone
 */
public record Look(int columns, boolean colour) {
    public Look {
        columns = Math.max(40, columns);
    }

    /** As for a pipe. */
    public static Look plain() {
        return new Look(100, false);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String warn(String text) {
        return paint("33", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
