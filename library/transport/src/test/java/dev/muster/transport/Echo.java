package dev.muster.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/** Answers every request with its method, target and body, once the body is complete. */
final class Echo implements ExchangeHandler {
    @Override
    public void handle(ServerExchange exchange) {
        var received = Unpooled.buffer();
        received.writeCharSequence(
                exchange.request().method() + " " + exchange.request().target() + "\n",
                StandardCharsets.ISO_8859_1);
        exchange.receive(
                new BodySink() {
                    @Override
                    public void data(ByteBuf data) {
                        received.writeBytes(data);
                        data.release();
                    }

                    @Override
                    public void end() {
                        var headers = new FlatHeaders();
                        headers.append("content-type", "text/plain");
                        headers.append(
                                "content-length", Integer.toString(received.readableBytes()));
                        exchange.respond(200, headers);
                        exchange.data(received);
                        exchange.end();
                    }

                    @Override
                    public void failed(TransportException cause) {
                        received.release();
                    }
                });
    }
}
