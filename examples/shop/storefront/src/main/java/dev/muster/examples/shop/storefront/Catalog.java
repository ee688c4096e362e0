package dev.muster.examples.shop.storefront;

import dev.muster.client.Get;
import dev.muster.client.Peer;

import java.util.List;
import java.util.Optional;

/** What the storefront asks of the catalog. */
@Peer("catalog")
interface Catalog {
    @Get("/products")
    List<Print> prints();

    @Get("/products/{id}")
    Optional<Print> print(String id);
}
