package dev.muster.examples.shop.orders;

import dev.muster.http.Request;
import dev.muster.service.Created;
import dev.muster.service.Service;
import dev.muster.service.Setup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Takes orders. {@code PUT /orders/{id}} can be sent again without ordering twice; {@code POST
 * /orders} is for those who have no id at hand.
 */
public final class OrdersService {
    private static final Logger LOG = LoggerFactory.getLogger(OrdersService.class);
    private static final Duration TIDYING = Duration.ofMinutes(1);
    private static final int MOST_LISTED = 100;

    private OrdersService() {}

    record NewOrder(String product, int quantity) {}

    public static void main(String[] args) {
        Service.create("orders", OrdersService::describe).start();
    }

    static void describe(Setup s) {
        var clock = InstantSource.system();
        var database = s.findUrl("orders-db").map(Database::at).orElseGet(OrdersService::inMemory);
        var book = new OrderBook(database);
        var desk =
                new OrderDesk(
                        book,
                        s.client(Catalog.class),
                        s.client(Payments.class),
                        s.client(Notify.class),
                        clock);

        s.readiness("database", database::isReady)
                .get("/orders", request -> book.newest(limit(request)))
                .get("/orders/{id}", request -> book.find(request.param("id")))
                .put(
                        "/orders/{id}",
                        NewOrder.class,
                        (order, request) -> place(desk, request.param("id"), order))
                .post(
                        "/orders",
                        NewOrder.class,
                        order -> place(desk, UUID.randomUUID().toString(), order))
                .every(TIDYING, book::forgetOld)
                .every(TIDYING, () -> book.giveUpOnOpen(clock.instant().minus(TIDYING)))
                .onStop(database::close);
    }

    /** So that this service also runs alone. */
    private static Database inMemory() {
        LOG.warn("ORDERS_DB_URL is not set: orders are kept in memory, until this process ends.");
        return Database.inMemory();
    }

    private static Created place(OrderDesk desk, String id, NewOrder wanted) {
        var order = desk.place(id, wanted.product(), wanted.quantity());
        return Created.at("/orders/" + order.id(), order);
    }

    private static int limit(Request request) {
        return Math.clamp(request.query("limit", Integer::valueOf).orElse(20), 1, MOST_LISTED);
    }
}
