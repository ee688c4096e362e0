package dev.muster.examples.shop.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.muster.http.HttpProblem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The database of orders: connections to it, and its tables. It may come after this service, and go
 * and come back; until it is there, every call fails at once with 503.
 */
final class Database implements AutoCloseable {
    private static final int VALID_SECONDS = 1;

    /** How long a request waits for a connection: not long, because others are behind it. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Each can be run again, so that replicas need not agree on who runs it. */
    private static final List<String> MIGRATIONS =
            List.of("V1__orders.sql", "V2__newest_first.sql");

    private final HikariDataSource pool;
    private volatile boolean migrated;

    /** What is done with a statement. */
    @FunctionalInterface
    interface Work<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * @param server such as {@code tcp://127.0.0.1:9092}
     */
    static Database at(URI server) {
        return of("jdbc:h2:" + server + "/orders", PATIENCE);
    }

    /** One in memory, which ends with this process. */
    static Database inMemory() {
        return of("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1", PATIENCE);
    }

    static Database of(String jdbcUrl, Duration patience) {
        var config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername("orders");
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(patience.toMillis());
        // Does not insist on the database being there now.
        config.setInitializationFailTimeout(-1);
        return new Database(new HikariDataSource(config));
    }

    /** Whether orders can be read and written. */
    boolean isReady() throws SQLException {
        try (var connection = connection()) {
            return connection.isValid(VALID_SECONDS);
        }
    }

    /**
     * Does work with the statement that {@code sql} makes.
     *
     * @throws HttpProblem 503 where the database is away
     */
    <T> T with(String sql, Work<T> work) {
        try (var connection = connection();
                var statement = connection.prepareStatement(sql)) {
            return work.run(statement);
        } catch (SQLTransientConnectionException | SQLNonTransientConnectionException e) {
            throw HttpProblem.unavailable("the database of orders is away", 1);
        } catch (SQLException e) {
            throw new IllegalStateException("the database refused: " + sql, e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** The first one also brings the tables up to date. */
    private Connection connection() throws SQLException {
        var connection = pool.getConnection();
        if (!migrated) {
            migrate(connection);
            migrated = true;
        }
        return connection;
    }

    private static void migrate(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String migration : MIGRATIONS) {
                statement.execute(script(migration));
            }
        }
    }

    private static String script(String name) {
        try (var file = Database.class.getResourceAsStream("/migrations/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
