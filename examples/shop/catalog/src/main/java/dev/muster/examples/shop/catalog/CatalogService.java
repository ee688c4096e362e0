package dev.muster.examples.shop.catalog;

import dev.muster.service.Service;
import dev.muster.service.Setup;

/** Answers what the shop sells. Every replica has a copy of its own, made when it starts. */
public final class CatalogService {
    private CatalogService() {}

    public static void main(String[] args) {
        Service.create("catalog", CatalogService::describe).start();
    }

    static void describe(Setup s) {
        var products = Products.open();
        s.get("/products", _ -> products.all())
                .get("/products/{id}", request -> products.find(request.param("id")))
                .onStop(products::close);
    }
}
