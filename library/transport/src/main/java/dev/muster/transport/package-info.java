/**
 * HTTP/1.1 over Netty's channels: listeners and pooled connections, strict, bounded and drained.
 * What a service, its clients and the gateway are built on; an application meets {@code
 * dev.muster.service} instead.
 *
 * {@snippet :
 * public static void main(String... arguments) throws IOException {
 *     try (var loops = EventLoops.create(1);
 *             var listener = HttpListener.bind(loops, ListenerConfig.loopback(0), Hello::answer)) {
 *         var url = URI.create("http://127.0.0.1:" + listener.port() + "/").toURL();
 *         System.out.println(new String(url.openStream().readAllBytes(), US_ASCII));
 *     }
 * }
 *
 * static void answer(ServerExchange exchange) {
 *     exchange.respond(200, new FlatHeaders().add("Content-Type", "text/plain"));
 *     exchange.data(Unpooled.copiedBuffer("hello", US_ASCII));
 *     exchange.end();
 * }
 * }
 *
 * <p>An exchange belongs to one event loop, and everything about it happens there: its handler is
 * called on it, and whoever answers from another thread hands the answer over with {@code
 * eventLoop().execute}. No callback may block.
 *
 * <p>Which bytes are HTTP is decided here once for all of Muster: {@code HeadParser}, {@code
 * RequestRules} and {@code BodyDecoder} refuse what two readers could understand differently.
 *
 * <p>This package is all that other modules use: what an exchange is, the listener and the pool,
 * and the connections between them. Below it, and knowing nothing of it, are {@code wire} (what the
 * bytes of a message mean), {@code loop} (what the connections of a thread share) and {@code tls}.
 *
 * <p>HTTP/2 will be a second kind of connection behind the same {@link
 * dev.muster.transport.ServerExchange} and {@link dev.muster.transport.ClientExchange}.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.transport;
