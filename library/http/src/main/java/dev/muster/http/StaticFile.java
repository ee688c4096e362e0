package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A file in memory and how it is served: whole, in part, or not at all where the client's copy will
 * do (RFC 9110, sections 13 and 14). Its entity tag is strong, made from its bytes, and a browser
 * is told never to guess its type.
 *
 * {@snippet :
 * var logo = StaticFile.of("logo.svg", bytes, Instant.now());
 * s.get("/logo.svg", logo::answer);
 * }
 *
 * <p>Of several ranges in one request all is sent, as section 14.2 allows. Immutable.
 */
public final class StaticFile {
    private final byte[] bytes;
    private final String type;
    private final EntityTag tag;
    private final Instant lastModified;
    private final Headers headers;

    private StaticFile(
            byte[] bytes, String type, EntityTag tag, Instant lastModified, Headers headers) {
        this.bytes = bytes;
        this.type = type;
        this.tag = tag;
        this.lastModified = lastModified;
        this.headers = headers;
    }

    /**
     * @param name ends in the suffix that tells the media type, such as {@code .mjs}
     * @param bytes what is in it; not to be changed afterwards
     * @param lastModified no earlier than when it was; where nobody knows, such as for a file in a
     *     jar, the time that this program started
     */
    public static StaticFile of(String name, byte[] bytes, Instant lastModified) {
        var tag = new EntityTag(false, digest(bytes));
        return new StaticFile(
                bytes,
                FileTypes.of(name),
                tag,
                lastModified.truncatedTo(ChronoUnit.SECONDS),
                Headers.of("Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff"));
    }

    /** This file with a header in each answer, in place of another of that name. */
    public StaticFile withHeader(String name, String value) {
        return new StaticFile(bytes, type, tag, lastModified, headers.with(name, value));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The answer to a GET or HEAD of it.
     *
     * @throws HttpProblem 412 if the client wants it only in another state; 416 if it wants a part
     *     that there is not
     */
    public Response answer(Request request) {
        requirePrecondition(request);
        if (isHeld(request)) {
            return Response.of(304, validators(), Body.empty());
        }
        var range = range(request);
        if (range == null) {
            return Response.of(
                    200,
                    validators().and("Content-Type", type).and("Accept-Ranges", "bytes"),
                    Body.of(bytes));
        }
        if (!range.isWithin(bytes.length)) {
            throw HttpProblem.of(416, "it has " + bytes.length + " bytes, and none of that range")
                    .withHeader("Content-Range", "bytes */" + bytes.length);
        }
        var span = "bytes " + range.first() + "-" + range.last() + "/" + bytes.length;
        int from = Math.toIntExact(range.first());
        return Response.of(
                206,
                validators().and("Content-Type", type).and("Content-Range", span),
                Body.of(bytes, from, range.size()));
    }

    /** Sections 13.1.1 and 13.1.4, of which the first counts where both are sent. */
    private void requirePrecondition(Request request) {
        var wanted = request.headers().all("If-Match");
        boolean isMet =
                wanted.isEmpty()
                        ? date(request, "If-Unmodified-Since")
                                .filter(lastModified::isAfter)
                                .isEmpty()
                        : isAny(wanted) || tags(wanted).stream().anyMatch(tag::isStronglyEqualTo);
        if (!isMet) {
            throw HttpProblem.of(412, "it is in another state than this request is meant for");
        }
    }

    /** Sections 13.1.2 and 13.1.3, of which the first counts where both are sent. */
    private boolean isHeld(Request request) {
        var held = request.headers().all("If-None-Match");
        return held.isEmpty()
                ? date(request, "If-Modified-Since")
                        .filter(since -> !lastModified.isAfter(since))
                        .isPresent()
                : isAny(held) || tags(held).stream().anyMatch(tag::isWeaklyEqualTo);
    }

    /** Null where all of it is to be sent. */
    private @Nullable ByteRange range(Request request) {
        var range = request.headers().only("Range");
        if (range.isEmpty() || !request.method().equals("GET") || !isStillTheSame(request)) {
            return null;
        }
        return ByteRange.of(range.get(), bytes.length);
    }

    /**
     * Section 13.1.5: whether a client that has a part of it may have the rest. A date is as good
     * as a tag here, because what is in memory does not change any more.
     */
    private boolean isStillTheSame(Request request) {
        var condition = request.header("If-Range").map(String::strip);
        if (condition.isEmpty()) {
            return true;
        }
        var tags = EntityTag.list(condition.get());
        return tags.isEmpty()
                ? HttpDate.parse(condition.get()).filter(lastModified::equals).isPresent()
                : tags.size() == 1 && tag.isStronglyEqualTo(tags.getFirst());
    }

    private Headers validators() {
        return headers.and("ETag", tag.toString())
                .and("Last-Modified", HttpDate.of(lastModified.getEpochSecond()));
    }

    private static boolean isAny(List<String> lines) {
        return lines.size() == 1 && lines.getFirst().strip().equals("*");
    }

    private static List<EntityTag> tags(List<String> lines) {
        return EntityTag.list(String.join(",", lines));
    }

    private static Optional<Instant> date(Request request, String header) {
        return request.headers().only(header).flatMap(value -> HttpDate.parse(value.strip()));
    }

    private static String digest(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
