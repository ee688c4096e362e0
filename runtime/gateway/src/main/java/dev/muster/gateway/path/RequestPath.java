package dev.muster.gateway.path;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * The path of a request as the service behind the gateway will understand it, which is what routes
 * and rules must be held against: a rule for {@code /metrics} that {@code /%6detrics} slips past is
 * none.
 *
 * <p>Targets that different programs read differently are refused at the edge instead of guessed
 * at: encoded slashes and backslashes, encoded control characters, dot segments in any spelling and
 * empty segments. A route may ask for encoded slashes and empty segments.
 */
public final class RequestPath {
    private static final int INVALID = -1;
    private static final String ENCODED_SLASH = "%2F";
    private static final Pattern SLASHES = Pattern.compile("(?:/|" + ENCODED_SLASH + ")+");

    private RequestPath() {}

    /** The part of a request target before its query. */
    public static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /**
     * {@code path} with its escapes decoded and its parameters ({@code ;key=value}) removed, or
     * null if it is one of those that are refused.
     */
    public static @Nullable String plain(String path) {
        if (path.equals("*")) {
            return path;
        }
        if (path.isEmpty() || path.charAt(0) != '/') {
            return null;
        }
        return isPlain(path) ? path : decode(path);
    }

    /** Nearly every path is plain already and is used as it is, with nothing allocated. */
    private static boolean isPlain(String path) {
        char previous = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean ambiguous =
                    c <= ' '
                            || c >= 0x7f
                            || c == '%'
                            || c == ';'
                            || c == '\\'
                            || c == '#'
                            || c == '?'
                            || (previous == '/' && (c == '/' || c == '.'));
            if (ambiguous) {
                return false;
            }
            previous = c;
        }
        return true;
    }

    /**
     * {@code path} as {@link #plain}, save that encoded slashes stay encoded, as {@code %2F}, and
     * empty segments are left: for routes whose services want both.
     */
    public static @Nullable String withSlashes(String path) {
        return path.isEmpty() || path.charAt(0) != '/' ? null : decode(path, true);
    }

    /**
     * How the strictest of services reads what {@link #withSlashes} tells: encoded slashes are
     * slashes, and several are one. Null if that has dot segments.
     */
    public static @Nullable String collapsed(String withSlashes) {
        var single = SLASHES.matcher(withSlashes).replaceAll("/");
        return decode(single, false);
    }

    private static @Nullable String decode(String path) {
        return decode(path, false);
    }

    private static @Nullable String decode(String path, boolean keepsSlashes) {
        var decoded = new StringBuilder(path.length());
        boolean parameters = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (!endsSegment(decoded) && !(keepsSlashes && endsInSlash(decoded))) {
                    return null;
                }
                parameters = false;
            } else if (c == ';') {
                parameters = true;
            } else if (c == '%') {
                int octet = octet(path, i + 1);
                if (octet == '/' && keepsSlashes) {
                    decoded.append(parameters ? "" : ENCODED_SLASH);
                    i += 2;
                    continue;
                }
                if (octet == INVALID || octet == '/' || !isOrdinary((char) octet)) {
                    return null;
                }
                c = (char) octet;
                i += 2;
            } else if (c >= 0x7f || c == '#' || c == '?') {
                return null;
            }
            if (!isOrdinary(c)) {
                return null;
            }
            if (!parameters) {
                decoded.append(c);
            }
        }
        return endsSegment(decoded) || endsInSlash(decoded) ? decoded.toString() : null;
    }

    private static boolean endsInSlash(StringBuilder decoded) {
        return !decoded.isEmpty() && decoded.charAt(decoded.length() - 1) == '/';
    }

    /**
     * Whether what is decoded so far may be followed by a slash: no empty or dot segment ends here.
     */
    private static boolean endsSegment(StringBuilder decoded) {
        int length = decoded.length();
        if (length == 0) {
            return true;
        }
        int start = decoded.lastIndexOf("/") + 1;
        return switch (length - start) {
            case 0 -> false;
            case 1 -> decoded.charAt(start) != '.';
            case 2 -> decoded.charAt(start) != '.' || decoded.charAt(start + 1) != '.';
            default -> true;
        };
    }

    private static boolean isOrdinary(char c) {
        return c > 0x1f && c != 0x7f && c != '\\';
    }

    private static int octet(String path, int at) {
        if (at + 2 > path.length()) {
            return INVALID;
        }
        int high = Character.digit(path.charAt(at), 16);
        int low = Character.digit(path.charAt(at + 1), 16);
        return high < 0 || low < 0 ? INVALID : high << 4 | low;
    }
}
