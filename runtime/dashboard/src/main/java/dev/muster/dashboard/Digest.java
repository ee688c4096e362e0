package dev.muster.dashboard;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 in the two spellings that the web uses. */
final class Digest {
    private Digest() {}

    static String hex(byte[] content) {
        return HexFormat.of().formatHex(sha256(content));
    }

    static String base64(byte[] content) {
        return Base64.getEncoder().encodeToString(sha256(content));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new DashboardException("this JDK has no SHA-256, which every JDK must have", e);
        }
    }
}
