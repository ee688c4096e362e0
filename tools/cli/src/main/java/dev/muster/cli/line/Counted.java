package dev.muster.cli.line;

/** How many there are of something, as a sentence says it. */
public final class Counted {
    private Counted() {}

    /** "1 service", "7 services". */
    public static String of(int count, String noun) {
        return "%,d %s%s".formatted(count, noun, count == 1 ? "" : "s");
    }
}
