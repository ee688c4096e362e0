package dev.muster.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads HTTP/1.1 off a socket in the simplest way that can be right. */
final class Wire {
    private Wire() {}

    /** The head of a message that a test sends: its lines, each ended as HTTP wants it. */
    static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** The head of a message without its last, empty line; empty at the end of the stream. */
    static String readHead(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0d0a0d0a) {
            int octet = in.read();
            if (octet < 0) {
                if (head.size() == 0) {
                    return "";
                }
                throw new EOFException("the connection ended within a head: " + head);
            }
            head.write(octet);
            last4 = last4 << 8 | octet;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    static long headerCount(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .count();
    }

    static boolean isChunked(String head) {
        return header(head, "transfer-encoding").filter("chunked"::equals).isPresent();
    }

    static OptionalLong length(String head) {
        return header(head, "content-length").stream().mapToLong(Long::parseLong).findFirst();
    }

    /** The body of a request: chunked, of a length, or none. */
    static byte[] readBody(String head, InputStream in) throws IOException {
        if (isChunked(head)) {
            return readChunks(in);
        }
        return readExactly(in, length(head).orElse(0));
    }

    /** Reads the body of a response and returns how long it was, keeping nothing. */
    static long skipBody(String head, InputStream in) throws IOException {
        if (isChunked(head)) {
            long total = 0;
            for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
                in.skipNBytes(size + 2);
                total += size;
            }
            in.skipNBytes(2);
            return total;
        }
        long length = length(head).orElse(0);
        in.skipNBytes(length);
        return length;
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (long size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(readExactly(in, size));
            in.skipNBytes(2);
        }
        in.skipNBytes(2);
        return body.toByteArray();
    }

    private static long chunkSize(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within a chunked body");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return Long.parseLong(line.toString(), 16);
    }

    private static byte[] readExactly(InputStream in, long length) throws IOException {
        var bytes = in.readNBytes(Math.toIntExact(length));
        if (bytes.length < length) {
            throw new EOFException(
                    "the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }
}
