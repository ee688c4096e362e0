package dev.muster.examples.shop.orders;

import dev.muster.client.Peer;
import dev.muster.client.Post;

import java.math.BigDecimal;

/** What this service asks of payments. */
@Peer("payments")
interface Payments {
    record Payment(String order, BigDecimal amount) {}

    record Receipt(String id) {}

    @Post("/payments")
    Receipt charge(Payment payment);
}
