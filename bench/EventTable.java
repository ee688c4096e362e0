import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Keeps events in a file of lines or in a SQLite table, and prints what each costs in a JVM that
 * has just started: {@code java -cp sqlite-jdbc.jar EventTable.java
 * lines|lines-forced|sqlite|sqlite-forced COUNT FOLDER}. Forced means that an event is on the disk
 * before the next; else it is the kernel's, which outlives the process and not the machine.
 */
final class EventTable {
    private static final String TEXT =
            "orders-2 is unhealthy: GET /health/ready was answered 503 three times in a row";
    private static final int NEWEST = 100;

    private interface Store extends AutoCloseable {
        void append(long id, String text) throws Exception;

        /** What a JVM that has just started reads; how many there are. */
        int newest() throws Exception;
    }

    private record Lines(Path file, FileChannel channel, boolean forced) implements Store {
        static Lines open(Path folder, boolean forced) throws IOException {
            var file = folder.resolve("events.jsonl");
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
            return new Lines(file, channel, forced);
        }

        @Override
        public void append(long id, String text) throws IOException {
            var line =
                    "{\"id\":%d,\"at\":\"2026-11-01T12:00:00.000Z\",\"severity\":\"warn\",\"text\":\"%s\"}\n"
                            .formatted(id, text);
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            if (forced) {
                channel.force(false);
            }
        }

        @Override
        public int newest() throws IOException {
            var newest = new ArrayDeque<String>();
            try (var lines = Files.lines(file)) {
                lines.forEach(
                        line -> {
                            newest.add(line);
                            if (newest.size() > NEWEST) {
                                newest.remove();
                            }
                        });
            }
            return newest.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record Table(Connection connection) implements Store {
        static Table open(Path folder, boolean forced) throws SQLException {
            var connection =
                    DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = " + (forced ? "FULL" : "NORMAL"));
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, at TEXT,"
                                + " severity TEXT, text TEXT)");
            }
            return new Table(connection);
        }

        @Override
        public void append(long id, String text) throws SQLException {
            try (var insert =
                    connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?)")) {
                insert.setLong(1, id);
                insert.setString(2, "2026-11-01T12:00:00.000Z");
                insert.setString(3, "warn");
                insert.setString(4, text);
                insert.executeUpdate();
            }
        }

        @Override
        public int newest() throws SQLException {
            int found = 0;
            try (var query =
                            connection.prepareStatement(
                                    "SELECT * FROM event ORDER BY id DESC LIMIT " + NEWEST);
                    var rows = query.executeQuery()) {
                while (rows.next()) {
                    found += rows.getString(4).isEmpty() ? 0 : 1;
                }
            }
            return found;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    public static void main(String[] args) throws Exception {
        boolean forced = args[0].endsWith("-forced");
        int count = Integer.parseInt(args[1]);
        var folder = Files.createDirectories(Path.of(args[2], args[0]));
        double before = residentMegabytes();
        long start = System.nanoTime();
        try (Store store =
                args[0].startsWith("lines")
                        ? Lines.open(folder, forced)
                        : Table.open(folder, forced)) {
            store.append(0, TEXT);
            double first = since(start);
            double resident = residentMegabytes() - before;
            var each = new long[count];
            long appending = System.nanoTime();
            for (int id = 1; id <= count; id++) {
                long one = System.nanoTime();
                store.append(id, TEXT);
                each[id - 1] = System.nanoTime() - one;
            }
            double all = since(appending);
            Arrays.sort(each);
            long query = System.nanoTime();
            if (store.newest() != NEWEST) {
                throw new AssertionError("not all were found");
            }
            System.out.printf(
                    "| %s | %.0f | %.1f | %,.0f | %.0f | %.0f | %.1f | %.1f |%n",
                    args[0],
                    first,
                    resident,
                    count / all * 1_000,
                    each[count / 2] / 1e3,
                    each[count * 99 / 100] / 1e3,
                    since(query),
                    residentMegabytes() - before);
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double residentMegabytes() throws IOException {
        var pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
        return Long.parseLong(pages) * 4_096 / 1e6;
    }
}
