package dev.muster.transport.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * The beginning of a connection over TLS: what comes behind it in the pipeline hears of the
 * connection only once the peer has shown who it is, and is then alone with Netty's handler. A
 * connection that does not get so far was never used.
 */
public final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private final String host;
    private final String trusted;
    private final long millis;
    private final Consumer<String> failed;
    private final LongSupplier nanoTime;
    private final long began;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean over;

    private TlsHandshake(
            LongSupplier nanoTime,
            String host,
            String trusted,
            long millis,
            Consumer<String> failed) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.host = host;
        this.trusted = trusted;
        this.millis = millis;
        this.failed = failed;
    }

    /**
     * Puts TLS at the end of the pipeline of a connection that is going to be made.
     *
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param peer the name or address that the peer's certificate has to be for
     * @param trusted whose certificates {@code context} accepts, within a sentence
     * @param millis what the connection and the handshake may take together
     * @param failed told once, in a few words, if there will be no connection
     */
    public static void add(
            ChannelPipeline pipeline,
            LongSupplier nanoTime,
            InetSocketAddress peer,
            SSLContext context,
            String trusted,
            long millis,
            Consumer<String> failed) {
        var host = withoutRoot(peer.getHostString());
        // Certificates are looked at on other threads: that takes milliseconds, and may block.
        var tls = new SslHandler(engine(host, peer.getPort(), context), Thread::startVirtualThread);
        tls.setHandshakeTimeoutMillis(0);
        pipeline.addLast(tls, new TlsHandshake(nanoTime, host, trusted, millis, failed));
    }

    private static SSLEngine engine(String host, int port, SSLContext context) {
        var engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(serverNames(host));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** The JDK by itself says only names that have a dot. An address is not said at all. */
    private static List<SNIServerName> serverNames(String host) {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            // Such as a name with an underscore, which only the local resolver knows.
            return List.of();
        }
    }

    /** RFC 6066, section 3: the name is said without the dot that ends it. */
    private static String withoutRoot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis) - (nanoTime.getAsLong() - began);
        deadline =
                context.executor()
                        .schedule(
                                () -> fail(context, "no TLS handshake within " + millis + " ms"),
                                left,
                                TimeUnit.NANOSECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            context.fireUserEventTriggered(event);
        } else if (handshake.isSuccess()) {
            succeed(context);
        } else {
            fail(context, TlsFailure.reason(handshake.cause(), host, trusted));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, TlsFailure.reason(cause, host, trusted));
    }

    private void succeed(ChannelHandlerContext context) {
        if (over) {
            return;
        }
        end();
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    private void fail(ChannelHandlerContext context, String reason) {
        if (over) {
            return;
        }
        end();
        var _ = context.close();
        failed.accept(reason);
    }

    private void end() {
        over = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
