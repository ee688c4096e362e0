package dev.muster.supervisor.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.driver.Ending;
import dev.muster.driver.Listener;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec.ReadyCheck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What the first pass of a probe is worth, by who of the replica answered. */
final class ReplicaCheckTest {

    private static final Listener WRAPPED = new Listener.Started("node", 4711, true);
    private static final Listener DAEMON = new Listener.Started("nginx", 4712, false);
    private static final Duration MORE_THAN_A_MOMENT = Duration.ofMillis(1100);

    private ServerSocket server;
    private Listener listener = new Listener.Program();
    private long nanos;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void countsAtOnceWhereTheProgramItselfListens() {
        assertThat(check(false).check()).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void countsAtOnceWhereNobodyCanBeSeenListening() {
        listener = new Listener.NotSeen();

        assertThat(check(false).check()).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void countsAtOnceForOneThatRanForAWhile() {
        listener = DAEMON;

        assertThat(check(true).check()).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void countsAfterAMomentWhereAChildListens() {
        listener = WRAPPED;
        var check = check(false);

        assertThat(check.check())
                .isEqualTo(new ProbeResult.Held(new Cause.AnsweredByChild("node", 4711)));
        later(MORE_THAN_A_MOMENT);
        assertThat(check.check()).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void countsLaterWhereADaemonListens() {
        listener = DAEMON;
        var check = check(false);
        check.check();

        later(MORE_THAN_A_MOMENT);
        assertThat(check.check()).isInstanceOf(ProbeResult.Held.class);
        later(Duration.ofSeconds(5));
        assertThat(check.check()).isInstanceOf(ProbeResult.Passed.class);
    }

    @Test
    void countsLaterWhereAChildBecomesADaemonMeanwhile() {
        listener = WRAPPED;
        var check = check(false);
        check.check();

        listener = DAEMON;
        later(MORE_THAN_A_MOMENT);
        assertThat(check.check()).isInstanceOf(ProbeResult.Held.class);
    }

    @Test
    void isNotHeldAgainOnceItCounted() {
        var check = check(false);
        check.check();
        listener = DAEMON;

        assertThat(check.check()).isInstanceOf(ProbeResult.Passed.class);
    }

    private void later(Duration time) {
        nanos += time.toNanos();
    }

    private ReplicaCheck check(boolean trusted) {
        var probe = new Probe(new ReadyCheck.Tcp(), Duration.ofSeconds(40), () -> nanos);
        return new ReplicaCheck(
                probe, server.getLocalPort(), new FakeReplica(), trusted, () -> nanos);
    }

    private final class FakeReplica implements RunningReplica {
        @Override
        public ReplicaIdentity identity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Long> pid() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Ending> ended() {
            return new CompletableFuture<>();
        }

        @Override
        public boolean stop() {
            return true;
        }

        @Override
        public void kill() {}

        @Override
        public List<Long> clear(Duration grace) {
            return List.of();
        }

        @Override
        public List<InetSocketAddress> listening() {
            return List.of();
        }

        @Override
        public Listener listenerAt(int port) {
            return listener;
        }

        @Override
        public Optional<String> variable(String name) {
            return Optional.empty();
        }
    }
}
