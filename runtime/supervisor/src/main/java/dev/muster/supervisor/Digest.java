package dev.muster.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A SHA-256 over a sequence of texts and files, each with its length, so that no two run together.
 */
final class Digest {

    private static final int SHORT = 7;

    private final MessageDigest sha;

    Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    Digest text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Digest file(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        var crc32 = new CRC32();
        crc32.update(content);
        var crc32c = new CRC32C();
        crc32c.update(content);
        return text(content.length + ":" + crc32.getValue() + ":" + crc32c.getValue());
    }

    private Digest bytes(byte[] bytes) {
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
        return this;
    }

    /** The hash, in hexadecimal; the digest is used up. */
    String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }

    /** As people are shown it. */
    static String shortened(String hex) {
        return hex.substring(0, SHORT);
    }
}
