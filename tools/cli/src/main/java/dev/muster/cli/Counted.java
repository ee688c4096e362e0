package dev.muster.cli;

/** How many there are of something, as a sentence says it. */
final class Counted {
    private Counted() {}

    /** "1 service", "7 services". */
    static String of(int count, String noun) {
        return "%,d %s%s".formatted(count, noun, count == 1 ? "" : "s");
    }
}
