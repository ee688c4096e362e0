package dev.muster.examples.shop.orders;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * @param total in euros
 */
record Order(
        String id, String product, int quantity, BigDecimal total, Status status, Instant placed) {

    enum Status {
        /** The bank has not answered yet. */
        OPEN,
        PAID,
        /** The bank said no. */
        DECLINED,
        /** The bank could not be reached, or its answer got lost. */
        UNPAID
    }

    Order with(Status newStatus) {
        return new Order(id, product, quantity, total, newStatus, placed);
    }
}
