package dev.muster.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of {@code tracestate} (W3C Trace Context, level 2, section 3.3): members {@code
 * key=value} of tracing systems, the newest first, which whoever takes part passes on in order. A
 * list that breaks a rule is dropped whole, as the standard has it, so that nothing malformed
 * travels further.
 */
final class TraceState {
    private static final int MOST_MEMBERS = 32;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_VALUE = 256;

    private TraceState() {}

    /** All of {@code lines} as one, without what is empty; empty if a member is malformed. */
    static String combined(List<String> lines) {
        var members = new ArrayList<String>();
        for (var line : lines) {
            for (var part : line.split(",", -1)) {
                var member = part.strip();
                if (member.isEmpty()) {
                    continue;
                }
                if (!isMember(member)) {
                    return "";
                }
                members.add(member);
            }
        }
        return members.size() > MOST_MEMBERS ? "" : String.join(",", members);
    }

    private static boolean isMember(String member) {
        int equals = member.indexOf('=');
        return equals > 0
                && isKey(member.substring(0, equals))
                && isValue(member.substring(equals + 1));
    }

    private static boolean isKey(String key) {
        return key.length() <= LONGEST_KEY
                && isLetterOrDigit(key.charAt(0))
                && key.chars().allMatch(c -> isLetterOrDigit(c) || "_-*/@".indexOf(c) >= 0);
    }

    /** It cannot end in a space: whoever reads it would take that for what stands around it. */
    private static boolean isValue(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST_VALUE
                && value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != ',' && c != '=');
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
