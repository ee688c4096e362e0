package dev.muster.examples.shop.orders;

import dev.muster.client.Get;
import dev.muster.client.Peer;

import java.math.BigDecimal;
import java.util.Optional;

/** What this service asks of the catalog. */
@Peer("catalog")
interface Catalog {
    /** What of a product matters to an order. */
    record Product(String id, BigDecimal price) {}

    @Get("/products/{id}")
    Optional<Product> product(String id);
}
