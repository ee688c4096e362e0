package dev.muster.state;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record as one JSON object with a checksum over it, so that no flipped bit passes for data:
 * {@code {"crc32c":"1a2b3c4d","content":{...}}}.
 */
final class SealedJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HEAD = "{\"crc32c\":\"%08x\",\"content\":";
    private static final int HEAD_LENGTH = HEAD.length() - "%08x".length() + 8;
    private static final byte[] TAIL = "}\n".getBytes(StandardCharsets.UTF_8);

    private SealedJson() {}

    static byte[] write(Object content) {
        byte[] body = JSON.writeValueAsBytes(content);
        byte[] head = head(body);
        byte[] whole = Arrays.copyOf(head, head.length + body.length + TAIL.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        System.arraycopy(TAIL, 0, whole, head.length + body.length, TAIL.length);
        return whole;
    }

    /** The record, unless any byte of it is not as it was written. */
    static <T> Optional<T> read(byte[] whole, Class<T> type) {
        int bodyEnd = whole.length - TAIL.length;
        if (bodyEnd < HEAD_LENGTH) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(whole, HEAD_LENGTH, bodyEnd);
        boolean intact =
                Arrays.equals(head(body), 0, HEAD_LENGTH, whole, 0, HEAD_LENGTH)
                        && Arrays.equals(TAIL, 0, TAIL.length, whole, bodyEnd, whole.length);
        try {
            return intact ? Optional.of(JSON.readValue(body, type)) : Optional.empty();
        } catch (JacksonException otherFormat) {
            return Optional.empty();
        }
    }

    private static byte[] head(byte[] body) {
        var sum = new CRC32C();
        sum.update(body);
        return HEAD.formatted(sum.getValue()).getBytes(StandardCharsets.UTF_8);
    }
}
