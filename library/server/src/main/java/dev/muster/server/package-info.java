/**
 * Requests of a listener become calls of a {@link dev.muster.http.Handler} on virtual threads.
 *
 * {@snippet :
 * var router = Router.builder()
 *         .route("GET", "/hello/{name}", request -> Response.text("Hello " + request.param("name")))
 *         .build()
 *         .behind(Problems.filter(() -> ""));
 * try (var loops = EventLoops.create(1);
 *         var server = HttpServer.start(loops, ServerConfig.loopback(0), router)) {
 *     System.out.println("listening on port " + server.port());
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.server;
