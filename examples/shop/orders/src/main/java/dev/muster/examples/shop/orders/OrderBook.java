package dev.muster.examples.shop.orders;

import dev.muster.examples.shop.orders.Order.Status;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The orders, in the database. */
final class OrderBook {
    private static final int KEPT = 10_000;

    private final Database database;

    OrderBook(Database database) {
        this.database = database;
    }

    /** Writes an order down; false if there is one of this id, which stays as it is. */
    boolean add(Order order) {
        return database.with(
                "insert into orders (id, product, quantity, total, status, placed)"
                        + " values (?, ?, ?, ?, ?, ?)",
                insert -> {
                    insert.setString(1, order.id());
                    insert.setString(2, order.product());
                    insert.setInt(3, order.quantity());
                    insert.setBigDecimal(4, order.total());
                    insert.setString(5, order.status().name());
                    insert.setObject(6, order.placed());
                    try {
                        return insert.executeUpdate() == 1;
                    } catch (SQLIntegrityConstraintViolationException e) {
                        return false;
                    }
                });
    }

    void settle(String id, Status status) {
        database.with(
                "update orders set status = ? where id = ?",
                update -> {
                    update.setString(1, status.name());
                    update.setString(2, id);
                    return update.executeUpdate();
                });
    }

    Optional<Order> find(String id) {
        return database.with(
                "select * from orders where id = ?",
                query -> {
                    query.setString(1, id);
                    return orders(query).stream().findFirst();
                });
    }

    List<Order> newest(int limit) {
        return database.with(
                "select * from orders order by placed desc limit ?",
                query -> {
                    query.setInt(1, limit);
                    return orders(query);
                });
    }

    /** Gives up on orders whose replica was killed before the bank had answered it. */
    void giveUpOnOpen(Instant placedBefore) {
        database.with(
                "update orders set status = 'UNPAID' where status = 'OPEN' and placed < ?",
                update -> {
                    update.setObject(1, placedBefore);
                    return update.executeUpdate();
                });
    }

    /** Keeps the newest: this is a demonstration, and runs for days. */
    void forgetOld() {
        database.with(
                "delete from orders where placed <"
                        + " (select placed from orders order by placed desc limit 1 offset ?)",
                delete -> {
                    delete.setInt(1, KEPT);
                    return delete.executeUpdate();
                });
    }

    private static List<Order> orders(PreparedStatement query) throws SQLException {
        try (var rows = query.executeQuery()) {
            var orders = new ArrayList<Order>();
            while (rows.next()) {
                orders.add(order(rows));
            }
            return orders;
        }
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getString("id"),
                row.getString("product"),
                row.getInt("quantity"),
                row.getBigDecimal("total"),
                Status.valueOf(row.getString("status")),
                row.getObject("placed", Instant.class));
    }
}
