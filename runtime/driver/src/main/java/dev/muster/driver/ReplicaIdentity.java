package dev.muster.driver;

import dev.muster.fleet.ReplicaName;

import java.time.Instant;
import java.util.Objects;

/**
 * What must be remembered to know again what runs of a replica. The names of the components are
 * those of the state file.
 *
 * @param driver that runs it; {@link #FIRST_DRIVER} where an older agent wrote none down
 * @param nonce drawn at its start; no other start has it
 * @param leader the id of what leads it, such as the pid of its first process; 0 where nothing does
 * @param startTicks when that started, as its driver counts; 0 where nothing leads it
 * @param fingerprint of everything it was started from
 * @param logOffset where its part of the log begins
 */
public record ReplicaIdentity(
        String driver,
        String service,
        int number,
        String nonce,
        long leader,
        long startTicks,
        int port,
        String version,
        String fingerprint,
        Instant startedAt,
        long logOffset) {

    /** The driver of all that was written down before there was another one. */
    public static final String FIRST_DRIVER = "process";

    public ReplicaIdentity {
        driver = Objects.requireNonNullElse(driver, FIRST_DRIVER);
    }

    /** Service and number, such as {@code orders-2}. */
    public String replica() {
        return new ReplicaName(service, number).toString();
    }
}
