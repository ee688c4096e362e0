package dev.muster.examples.shop.ordersdb;

import org.h2.tools.Server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * H2 as a server of its own, for {@code jdbc:h2:tcp://127.0.0.1:PORT/orders}, user {@code orders}.
 * It keeps its data in the folder that {@code DATA} names, and stands for any database that a fleet
 * brings along.
 */
public final class OrdersDatabase {
    private OrdersDatabase() {}

    public static void main(String[] args) throws IOException, SQLException {
        String port = Optional.ofNullable(System.getenv("PORT")).orElse("9092");
        var folder =
                Path.of(Optional.ofNullable(System.getenv("DATA")).orElse("data")).toAbsolutePath();
        Files.createDirectories(folder);
        // Without this, H2 listens on every interface and turns others away one by one.
        System.setProperty("h2.bindAddress", "127.0.0.1");

        // Opened here first, because clients are not allowed to make databases.
        String url = "jdbc:h2:file:" + folder + "/orders;DB_CLOSE_ON_EXIT=FALSE";
        var database = DriverManager.getConnection(url, "orders", "");
        Server.createTcpServer("-tcpPort", port, "-baseDir", folder.toString()).start();
        System.out.println("INFO orders-db listens on " + port + ", its data is in " + folder);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(database)));
    }

    /** Writes everything to disk and turns clients away. */
    private static void shutDown(Connection database) {
        try (var statement = database.createStatement()) {
            statement.execute("shutdown");
            System.out.println("INFO orders-db stopped");
        } catch (SQLException e) {
            System.out.println("ERROR orders-db stopped, but not well: " + e);
        }
    }
}
