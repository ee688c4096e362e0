package dev.muster.examples.shop.orders;

import java.time.Duration;
import java.util.UUID;

/** A database of a test's own, in memory. */
final class TestDatabase {
    /** The first connection loads the database, which can take its time on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TestDatabase() {}

    static Database open() {
        return Database.of("jdbc:h2:mem:" + UUID.randomUUID(), PATIENCE);
    }
}
