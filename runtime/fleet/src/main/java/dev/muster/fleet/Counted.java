package dev.muster.fleet;

import java.util.Locale;

/** How many there are of something, as a sentence says it. */
public final class Counted {
    private Counted() {}

    /** "1 service", "7 services", "1,204 lines". */
    public static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
