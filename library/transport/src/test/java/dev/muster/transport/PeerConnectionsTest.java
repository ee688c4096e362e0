package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;

/** What a pool gives out is streams, of connections that may have several. */
final class PeerConnectionsTest {
    private final PeerConnections connections = new PeerConnections(() -> 0);

    @Test
    void givesEveryStreamOfAConnectionBeforeItHasNone() {
        var multiplexing = new Streams(3);
        connections.put(multiplexing);

        for (int i = 0; i < 3; i++) {
            var taken = connections.take(true);
            assertThat(taken).isSameAs(multiplexing);
            multiplexing.free--;
        }

        assertThat(connections.take(true)).isNull();
        assertThat(connections.size()).isZero();
    }

    @Test
    void givesAStreamAgainOnceOneIsFree() {
        var multiplexing = new Streams(1);
        connections.put(multiplexing);
        assertThat(connections.take(true)).isSameAs(multiplexing);
        multiplexing.free = 0;
        assertThat(connections.take(true)).isNull();

        multiplexing.free = 1;
        connections.put(multiplexing);

        assertThat(connections.take(true)).isSameAs(multiplexing);
    }

    @Test
    void forgetsAConnectionThatHasNoStreamAnyMore() {
        var closed = new Streams(2);
        var open = new Streams(2);
        connections.put(open);
        connections.put(closed);
        closed.free = 0;

        assertThat(connections.take(true)).isSameAs(open);
        assertThat(connections.size()).isEqualTo(1);
    }

    @Test
    void trustsARequestThatMayNotBeSentTwiceToAConnectionThatIsStillOpenOnly() {
        var open = new Streams(2);
        var closed = new Streams(2);
        closed.isStillOpen = false;
        connections.put(open);
        connections.put(closed);

        assertThat(connections.take(false)).isSameAs(open);
        assertThat(closed.isClosed).isTrue();
    }

    /** A connection of a protocol that multiplexes. */
    private static final class Streams implements PooledConnection {
        private int free;
        private boolean isStillOpen = true;
        private boolean isClosed;

        Streams(int free) {
            this.free = free;
        }

        @Override
        public InetSocketAddress peer() {
            return InetSocketAddress.createUnresolved("peer", 80);
        }

        @Override
        public int freeStreams() {
            return free;
        }

        @Override
        public boolean isIdle() {
            return false;
        }

        @Override
        public void start(ClientCall call) {
            free--;
        }

        @Override
        public boolean isReused() {
            return true;
        }

        @Override
        public long idleNanos(long now) {
            return 0;
        }

        @Override
        public boolean isStillOpen() {
            return isStillOpen;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
