package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.fleet.FleetFile;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.Ports;
import dev.muster.supervisor.Supervisor;
import dev.muster.supervisor.SupervisorConfig;
import dev.muster.supervisor.SupervisorException;
import dev.muster.supervisor.SupervisorListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

final class StopOnceTest {
    private final StopOnce stop = new StopOnce();

    @Test
    void stopsASupervisorThatAnOrderHasStoppedNoSecondTime(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve(FleetFile.NAME),
                "{ muster: 1, name: shop, services: { a: { command: a, replicas: 0 } } }");
        var fleet = FleetFile.load(folder);
        var state = folder.resolve(".muster");
        var supervisor =
                Supervisor.start(
                        SupervisorConfig.in(state),
                        fleet,
                        Ports.open(state, fleet.name()),
                        (_, _, _) -> Map.of(),
                        new Deaf());

        stop.by(supervisor::stop);
        stop.by(supervisor::stop);
    }

    @Test
    void isContentWhereAnotherCallOvertookIt() throws Exception {
        var forced = new CountDownLatch(1);
        var graceful =
                CompletableFuture.runAsync(
                        () ->
                                stop.by(
                                        () -> {
                                            await(forced);
                                            throw new SupervisorException("stopped meanwhile");
                                        }));

        stop.by(forced::countDown);

        graceful.get();
    }

    @Test
    void triesAgainAfterAFailure() {
        var tries = new AtomicInteger();
        Runnable failing =
                () -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("a bug");
                };

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> stop.by(failing));
        stop.by(tries::incrementAndGet);

        assertThat(tries).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Deaf implements SupervisorListener {
        @Override
        public void changed(FleetStatus status) {}

        @Override
        public void happened(Event event) {}
    }
}
