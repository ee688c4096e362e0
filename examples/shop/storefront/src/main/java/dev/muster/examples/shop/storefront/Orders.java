package dev.muster.examples.shop.storefront;

import dev.muster.client.Get;
import dev.muster.client.Peer;
import dev.muster.client.Put;
import dev.muster.client.Query;

import java.util.List;
import java.util.Optional;

/** What the storefront asks of orders. */
@Peer("orders")
interface Orders {
    record NewOrder(String product, int quantity) {}

    /** Safe to send again: one id is one order. */
    @Put("/orders/{id}")
    Order place(String id, NewOrder order);

    @Get("/orders/{id}")
    Optional<Order> order(String id);

    @Get("/orders")
    List<Order> newest(@Query("limit") int limit);
}
