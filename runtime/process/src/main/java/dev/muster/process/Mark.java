package dev.muster.process;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A nonce that everything inherits which a replica starts. It proves whose a process is, whatever
 * session it is in and whoever became its parent; a stranger that was given a remembered pid does
 * not carry it.
 *
 * <p>It stands in two places: in the environment, and as a number in the soft limit of file locks.
 * A daemon may wipe its environment, as nginx and PostgreSQL do to show a title instead; the limit
 * is kept by the kernel for each process and passed on with each fork and exec. Linux has not
 * enforced it since 2.4.25, so that it is free to carry a number.
 */
public record Mark(String nonce) {

    public static final String VARIABLE = "MUSTER_NONCE";

    public static Mark drawn() {
        var bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return new Mark(HexFormat.of().formatHex(bytes));
    }

    /** The nonce as a number that a limit takes: 60 bits of its hash. */
    public long limit() {
        byte[] name = nonce.getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(name).getMostSignificantBits() >>> 4;
    }
}
