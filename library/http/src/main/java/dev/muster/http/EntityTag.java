package dev.muster.http;

import java.util.ArrayList;
import java.util.List;

/**
 * What tells one state of a resource from another (RFC 9110, section 8.8.3).
 *
 * @param opaque the characters between the quotes
 */
record EntityTag(boolean isWeak, String opaque) {
    /** Whether two states are the same byte by byte (section 8.8.3.2). */
    boolean isStronglyEqualTo(EntityTag other) {
        return !isWeak && !other.isWeak && opaque.equals(other.opaque);
    }

    /** Whether two states mean the same. */
    boolean isWeaklyEqualTo(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /**
     * The tags of a list, of which a comma may be a part. What cannot be read ends the list: of a
     * malformed one no more is known.
     */
    static List<EntityTag> list(String value) {
        var tags = new ArrayList<EntityTag>();
        int at = 0;
        while (true) {
            while (at < value.length() && " \t,".indexOf(value.charAt(at)) >= 0) {
                at++;
            }
            boolean isWeak = value.startsWith("W/", at);
            int open = isWeak ? at + 2 : at;
            int close = value.startsWith("\"", open) ? value.indexOf('"', open + 1) : -1;
            if (close < 0) {
                return tags;
            }
            tags.add(new EntityTag(isWeak, value.substring(open + 1, close)));
            at = close + 1;
        }
    }

    @Override
    public String toString() {
        return (isWeak ? "W/\"" : "\"") + opaque + '"';
    }
}
