package dev.muster.agent.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Who may call the control API: the holder of the fleet's token, and browsers that traded a
 * one-time token for a session. A one-time token works once and for a short while, because it
 * stands in a terminal's scroll-back. Thread-safe.
 */
public final class Sessions {
    static final Duration ONE_TIME_TOKEN_LIFE = Duration.ofHours(12);
    private static final Duration SESSION_LIFE = Duration.ofDays(7);
    private static final int MOST = 1_000;

    private final String token;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final SequencedMap<String, Instant> oneTimeTokens = new LinkedHashMap<>();
    private final SequencedMap<String, Instant> sessions = new LinkedHashMap<>();

    public Sessions(String token, InstantSource clock) {
        this.token = token;
        this.clock = clock;
    }

    /** A new secret of 256 bits, in hexadecimal. */
    public static String newSecret(SecureRandom random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    boolean isToken(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Short enough for a URL that stands in one line of a terminal: 128 bits in base64url. */
    public synchronized String newOneTimeToken() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return issue(oneTimeTokens, secret, ONE_TIME_TOKEN_LIFE);
    }

    /** A session for a one-time token, which is used up by this; empty when it is not valid. */
    public synchronized Optional<String> exchange(String oneTimeToken) {
        var until = oneTimeTokens.remove(oneTimeToken);
        return until == null || until.isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(issue(sessions, newSecret(random), SESSION_LIFE));
    }

    synchronized boolean isSession(String session) {
        var until = sessions.get(session);
        return until != null && until.isAfter(clock.instant());
    }

    private String issue(SequencedMap<String, Instant> issued, String secret, Duration life) {
        var now = clock.instant();
        issued.values().removeIf(until -> until.isBefore(now));
        if (issued.size() == MOST) {
            issued.pollFirstEntry();
        }
        issued.put(secret, now.plus(life));
        return secret;
    }
}
