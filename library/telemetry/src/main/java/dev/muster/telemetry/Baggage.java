package dev.muster.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of {@code baggage} (W3C Baggage, section 3.3): members {@code name=value}, each with
 * properties after semicolons, that services on the way say to each other. They are passed on as
 * they came, within the bounds that the standard has everybody keep to; past these the last ones
 * are left behind, and a member that is none is.
 */
final class Baggage {
    private static final int MOST_BYTES = 8192;
    private static final int MOST_MEMBERS = 180;

    private Baggage() {}

    static String combined(List<String> lines) {
        var members = new ArrayList<String>();
        int bytes = -1;
        for (var line : lines) {
            for (var part : line.split(",", -1)) {
                var member = part.strip();
                if (!isMember(member)) {
                    continue;
                }
                bytes += 1 + member.length();
                if (bytes > MOST_BYTES || members.size() == MOST_MEMBERS) {
                    return String.join(",", members);
                }
                members.add(member);
            }
        }
        return String.join(",", members);
    }

    /** What is no ASCII is percent-encoded there. */
    private static boolean isMember(String member) {
        return member.indexOf('=') > 0
                && member.chars().allMatch(c -> (c > ' ' && c <= '~') || c == ' ' || c == '\t');
    }
}
