package dev.muster.examples.shop.catalog;

import org.h2.jdbcx.JdbcConnectionPool;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The products, in a database within this process: it is made anew by its migrations. */
final class Products {
    private static final List<String> MIGRATIONS =
            List.of("V1__products.sql", "V2__first_prints.sql");

    private final JdbcConnectionPool database;

    private Products(JdbcConnectionPool database) {
        this.database = database;
    }

    static Products open() {
        var database =
                JdbcConnectionPool.create("jdbc:h2:mem:catalog;DB_CLOSE_DELAY=-1", "catalog", "");
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String migration : MIGRATIONS) {
                statement.execute("runscript from 'classpath:migrations/" + migration + "'");
            }
            return new Products(database);
        } catch (SQLException e) {
            throw new IllegalStateException("the catalog cannot be made", e);
        }
    }

    List<Product> all() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select * from product order by position");
                var rows = query.executeQuery()) {
            var products = new ArrayList<Product>();
            while (rows.next()) {
                products.add(product(rows));
            }
            return products;
        }
    }

    Optional<Product> find(String id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select * from product where id = ?")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(product(rows)) : Optional.empty();
            }
        }
    }

    void close() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
        database.dispose();
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getString("id"),
                row.getString("name"),
                row.getString("about"),
                row.getBigDecimal("price"),
                row.getString("pattern"),
                List.of(row.getString("palette").split(" ")));
    }
}
