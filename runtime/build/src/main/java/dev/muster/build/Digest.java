package dev.muster.build;

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
public final class Digest {

    private static final int SHORT = 7;
    private static final int CHUNK = 1 << 16;

    private final MessageDigest sha;

    public Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }

    public Digest text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a file of any size in small pieces: the agent's heap is a small one. */
    public Digest file(Path file) throws IOException {
        var crc32 = new CRC32();
        var crc32c = new CRC32C();
        var chunk = new byte[CHUNK];
        long length = 0;
        try (var in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc32.update(chunk, 0, read);
                crc32c.update(chunk, 0, read);
                length += read;
            }
        }
        return text(length + ":" + crc32.getValue() + ":" + crc32c.getValue());
    }

    private Digest bytes(byte[] bytes) {
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
        return this;
    }

    /** The hash, in hexadecimal; the digest is used up. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }

    /** As people are shown it. */
    public static String shortened(String hex) {
        return hex.substring(0, SHORT);
    }
}
