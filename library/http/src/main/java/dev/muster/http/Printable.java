package dev.muster.http;

/**
 * Text from outside, made safe to show: control characters as escapes, so that none reaches a log
 * or a terminal.
 */
final class Printable {
    private Printable() {}

    static String text(String raw) {
        var safe = new StringBuilder(raw.length());
        raw.chars()
                .forEach(
                        c -> {
                            if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                                safe.append(String.format("\\u%04x", c));
                            } else {
                                safe.append((char) c);
                            }
                        });
        return safe.toString();
    }
}
