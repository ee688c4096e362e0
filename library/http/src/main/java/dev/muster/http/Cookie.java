package dev.muster.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a client is asked to keep and to send with later requests (RFC 6265, section 4.1, with the
 * attributes of its successor). Immutable, and never what a browser would drop without a word:
 *
 * {@snippet :
 * Response.seeOther("/").addCookie(
 *         Cookie.of("session", id).secure().expiresAfter(Duration.ofHours(8)));
 * }
 *
 * <p>Unless said otherwise it is sent for every path of this host, until the browser is closed, not
 * with requests from other sites ({@code SameSite=Lax}), and no script sees it ({@code HttpOnly}).
 *
 * @param name a token
 * @param value letters, digits and punctuation but {@code " , ; \}; encode what is more than that
 * @param path where it is sent: this path and those below
 * @param domain the host that it is sent to with all hosts below it; empty for this host alone
 * @param lifetime how long it is kept; nothing or less has it removed; empty for as long as the
 *     browser is open
 * @param isSecure whether it is sent over TLS alone
 * @param isHttpOnly whether it is kept from scripts
 */
public record Cookie(
        String name,
        String value,
        String path,
        String domain,
        Optional<Duration> lifetime,
        boolean isSecure,
        boolean isHttpOnly,
        SameSite sameSite) {
    private static final int MOST_BYTES = 4096;

    /** With which requests from pages of other sites a cookie is sent. */
    public enum SameSite {
        /** With none. */
        STRICT("Strict"),
        /** When such a page leads here, as by a link. */
        LAX("Lax"),
        /** With all; only over TLS. */
        NONE("None");

        private final String word;

        SameSite(String word) {
            this.word = word;
        }
    }

    /**
     * @throws IllegalArgumentException if it cannot be sent as it is, or a browser would refuse it;
     *     the message never holds the value
     */
    public Cookie {
        Grammar.requireToken("a cookie's name", name);
        requireAll("the value of cookie " + name, value, Cookie::isOctet);
        requireAll("the path of cookie " + name, path, c -> c >= ' ' && c < 0x7f && c != ';');
        requireAll("the domain of cookie " + name, domain, Cookie::isHostCharacter);
        require(path.startsWith("/"), name, "its path must start with a slash");
        require(
                sameSite != SameSite.NONE || isSecure,
                name,
                "SameSite=None is only for secure cookies");
        require(
                !name.startsWith("__Secure-") || isSecure,
                name,
                "a name that begins with __Secure- is only for secure cookies");
        require(
                !name.startsWith("__Host-") || (isSecure && path.equals("/") && domain.isEmpty()),
                name,
                "a name that begins with __Host- is only for secure cookies of the path / without"
                        + " a domain");
        require(
                name.length() + value.length() <= MOST_BYTES,
                name,
                "browsers keep no more than " + MOST_BYTES + " bytes");
    }

    public static Cookie of(String name, String value) {
        return new Cookie(name, value, "/", "", Optional.empty(), false, true, SameSite.LAX);
    }

    /** What has a client forget the cookie of this name, of the path {@code /} of this host. */
    public static Cookie removed(String name) {
        boolean isSecure = name.startsWith("__");
        return new Cookie(
                name, "", "/", "", Optional.of(Duration.ZERO), isSecure, true, SameSite.LAX);
    }

    /** This cookie, sent over TLS alone; browsers count localhost as such. */
    public Cookie secure() {
        return new Cookie(name, value, path, domain, lifetime, true, isHttpOnly, sameSite);
    }

    /** This cookie, seen by scripts as well. */
    public Cookie visibleToScripts() {
        return new Cookie(name, value, path, domain, lifetime, isSecure, false, sameSite);
    }

    public Cookie expiresAfter(Duration newLifetime) {
        return new Cookie(
                name,
                value,
                path,
                domain,
                Optional.of(newLifetime),
                isSecure,
                isHttpOnly,
                sameSite);
    }

    public Cookie withPath(String newPath) {
        return new Cookie(name, value, newPath, domain, lifetime, isSecure, isHttpOnly, sameSite);
    }

    public Cookie withDomain(String newDomain) {
        return new Cookie(name, value, path, newDomain, lifetime, isSecure, isHttpOnly, sameSite);
    }

    public Cookie withSameSite(SameSite newSameSite) {
        return new Cookie(name, value, path, domain, lifetime, isSecure, isHttpOnly, newSameSite);
    }

    /** As the value of a {@code Set-Cookie} header. */
    @Override
    public String toString() {
        var text = new StringBuilder(name).append('=').append(value).append("; Path=").append(path);
        if (!domain.isEmpty()) {
            text.append("; Domain=").append(domain);
        }
        lifetime.ifPresent(time -> text.append("; Max-Age=").append(Math.max(0, time.toSeconds())));
        if (isSecure) {
            text.append("; Secure");
        }
        if (isHttpOnly) {
            text.append("; HttpOnly");
        }
        return text.append("; SameSite=").append(sameSite.word).toString();
    }

    /** The first cookie of this name in the lines of a request (section 5.4). */
    static Optional<String> find(String name, List<String> lines) {
        for (var line : lines) {
            for (var pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static boolean isOctet(int c) {
        return c > ' ' && c < 0x7f && "\",;\\".indexOf(c) < 0;
    }

    private static boolean isHostCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.';
    }

    private static void requireAll(String what, String text, IntPredicate fits) {
        int at = Grammar.firstUnfit(text, fits);
        if (at >= 0) {
            throw Grammar.unfit(what, text, at);
        }
    }

    private static void require(boolean holds, String name, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("cookie " + name + ": " + otherwise);
        }
    }
}
