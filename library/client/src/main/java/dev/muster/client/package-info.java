/**
 * Calls to other services by name: balanced, timed, traced, and sent again where that is safe.
 *
 * {@snippet :
 * @Peer("catalog")
 * interface Catalog {
 *     @Get("/products/{id}") Product product(String id);
 *     @Get("/products") List<Product> search(@Query("q") String text);
 *     @Post("/products") Product add(NewProduct product);
 * }
 *
 * try (var loops = EventLoops.create(1);
 *         var pool = new ConnectionPool(loops, PoolConfig.standard());
 *         var peers = new Peers(
 *                 FixedEndpoints.at(Map.of("catalog", URI.create("http://127.0.0.1:8081"))),
 *                 loops, pool, Metrics.create(), ClientConfig.STANDARD)) {
 *     var catalog = peers.client(Catalog.class);
 *     System.out.println(catalog.product("p-17"));
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.client;
