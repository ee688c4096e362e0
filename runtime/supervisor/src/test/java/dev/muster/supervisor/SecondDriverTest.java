package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.driver.DriverException;
import dev.muster.driver.Leftover;
import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetStatus.Phase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Another driver is one class and one entry of a list: the life of a replica is the same. */
final class SecondDriverTest {

    private static final Cause.Failure FAULT =
            new Cause.Exited(1, Duration.ZERO, Optional.empty(), false);

    @TempDir Path directory;
    private final ThreadDriver threads = new ThreadDriver();

    @Test
    void runsWhatItCanRunAndLeavesTheRestToTheOthers() throws Exception {
        var both = fleet().with(FleetFixture.http("catalog", 1, SampleProgram.command()));
        try (var fleet = both.start()) {
            fleet.awaitReady();

            assertThat(threads.count()).isEqualTo(2);
            assertThat(FleetFixture.get(fleet.replica("orders-2"))).isEqualTo("orders-2");
            assertThat(FleetFixture.get(fleet.replica("catalog-1"))).startsWith("catalog-1");
            await().atMost(FleetFixture.PATIENCE)
                    .until(
                            () ->
                                    fleet.replica("orders-1")
                                            .residentBytes()
                                            .equals(
                                                    Optional.of(
                                                            ThreadDriver.USAGE.residentBytes())));
        }
        assertThat(threads.count()).isZero();
    }

    @Test
    void isStartedAgainWhenItFails() {
        try (var fleet = fleet().start()) {
            fleet.awaitReady();

            threads.crash(FAULT);

            assertThat(fleet.awaitShown("orders-1", Phase.BACKING_OFF).restarts()).isEqualTo(1);
            fleet.awaitReady();
            assertThat(threads.count()).isEqualTo(2);
        }
    }

    /** A replica that waited for the news of its end would wait for ever. */
    @Test
    void isStartedAgainWhereNothingCanBeFoundOutAboutItsEnd() {
        try (var fleet = fleet().start()) {
            fleet.awaitReady();

            threads.lose(new IllegalStateException("the engine does not answer"));

            assertThat(fleet.awaitShown("orders-1", Phase.BACKING_OFF).cause())
                    .hasValueSatisfying(
                            cause -> assertThat(cause).isInstanceOf(Cause.EndedUnseen.class));
            fleet.awaitReady();
            assertThat(threads.count()).isEqualTo(2);
        }
    }

    @Test
    void isReplacedByARestart() {
        try (var fleet = fleet().start()) {
            fleet.awaitReady();

            assertThat(fleet.supervisor().restart("orders"))
                    .isInstanceOf(RestartOutcome.Restarted.class);

            fleet.awaitReady();
            assertThat(threads.count()).isEqualTo(2);
        }
    }

    @Test
    void waitsForWhatItLacks() {
        var part = new Cause.NoProgram("thread", "there is none left");
        threads.lacking = Optional.of(part);
        try (var fleet = fleet().start()) {
            fleet.awaitShown("orders-1", Phase.WAITING);
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> fleet.replica("orders-1").cause().equals(Optional.of(part)));

            threads.lacking = Optional.empty();

            fleet.awaitReady();
        }
    }

    /** A container engine takes its time to answer, and one replica is not all of the fleet. */
    @Test
    void isNeverWaitedForByTheTimeline() {
        threads.lacking = Optional.of(new Cause.NoProgram("thread", "there is none left"));
        var first = fleet().start();
        first.awaitPhase("orders-1", Phase.WAITING);
        threads.lacking = Optional.empty();
        first.awaitReady();
        first.supervisor().detach();
        try (var second = fleet().start()) {
            second.awaitReady();
            threads.crash(FAULT);
            second.awaitShown("orders-1", Phase.BACKING_OFF);
            second.awaitReady();
            var _ = second.supervisor().restart("orders");
            assertThat(second.supervisor().stop()).isEmpty();
        }

        assertThat(threads.askedOnTimeline).isEmpty();
    }

    /**
     * Whoever waits for the fleet does not take a driver that is being asked for one that lacks.
     */
    @Test
    void leavesTheFleetUnsettledUntilItHasAnswered() {
        threads.answering = new CountDownLatch(1);
        try (var fleet = fleet().start()) {
            fleet.awaitPhase("orders-1", Phase.WAITING);
            threads.answering.countDown();
            fleet.awaitReady();

            assertThat(fleet.statuses)
                    .filteredOn(FleetStatus::isSettled)
                    .first()
                    .returns(2L, status -> status.service("orders").orElseThrow().ready());
        }
    }

    @Test
    void isTakenOverByTheNextSupervisor() {
        var first = fleet().start();
        first.awaitReady();
        first.supervisor().detach();
        try (var second = fleet().start()) {
            second.awaitReady();

            assertThat(second.supervisor().takenOver()).isEqualTo(2);
            assertThat(threads.count()).isEqualTo(2);
        }
    }

    /** A stop that ends with something running is no stop. */
    @Test
    void namesWhatItCouldNotEnd() {
        var left = new Leftover("orders-1", List.of(4711L));
        var fleet = fleet().start();
        fleet.awaitReady();
        threads.left = List.of(left);

        assertThat(fleet.supervisor().stop()).containsExactly(left);
        assertThat(fleet.supervisor().stopNow()).containsExactly(left);
    }

    /** That nobody could look is no proof that nothing runs. */
    @Test
    void isLookedForAgainWhereItCouldNotBeLookedFor() {
        var left = new Leftover("orders-1", List.of(4711L));
        var fleet = fleet().start();
        fleet.awaitReady();
        threads.left = List.of(left);
        threads.blind =
                Optional.of(new DriverException("no engine answers", new IOException("refused")));

        assertThatThrownBy(() -> fleet.supervisor().stop())
                .isInstanceOf(SupervisorException.class)
                .hasMessage("no engine answers");
        assertThatThrownBy(() -> fleet.supervisor().stop()).isInstanceOf(SupervisorException.class);
        threads.blind = Optional.of(new UncheckedIOException(new IOException("no /proc")));
        assertThatThrownBy(() -> fleet.supervisor().stopNow())
                .isInstanceOf(SupervisorException.class)
                .hasMessageEndingWith("no /proc");
        threads.blind = Optional.empty();

        assertThat(fleet.supervisor().stop()).containsExactly(left);
        try (var next = fleet().start()) {
            next.awaitReady();
        }
    }

    @Test
    void isNotForgottenByAnAgentThatHasNoSuchDriver() {
        var fleet = fleet().start();
        fleet.awaitReady();
        fleet.supervisor().detach();
        var state = directory.resolve(".muster");
        var sentence =
                "orders-1, orders-2 may run, started by the driver \"thread\", which this version"
                        + " of Muster does not have.";

        assertThatThrownBy(
                        () ->
                                LeftReplicas.end(
                                        SupervisorConfig.in(state), FleetFixture.DRIVERS, true))
                .isInstanceOf(SupervisorException.class)
                .hasMessageStartingWith(sentence)
                .hasMessageContaining("Stop the fleet with the version of Muster that started it");
        assertThatThrownBy(() -> fleet().drivenBy(FleetFixture.DRIVERS.getFirst()).start())
                .isInstanceOf(SupervisorException.class)
                .hasMessageStartingWith(sentence);
        assertThat(
                        LeftReplicas.end(SupervisorConfig.in(state), List.of(_ -> threads), false)
                                .ended())
                .hasSize(2);
        assertThat(threads.count()).isZero();
    }

    @Test
    void isEndedWhereItsAgentIsNoMore() {
        var fleet = fleet().start();
        fleet.awaitReady();
        fleet.supervisor().detach();

        var outcome =
                LeftReplicas.end(
                        SupervisorConfig.in(directory.resolve(".muster")),
                        List.of(_ -> threads),
                        false);

        assertThat(outcome.ended()).containsExactlyInAnyOrder("orders-1", "orders-2");
        assertThat(threads.count()).isZero();
    }

    private FleetFixture fleet() {
        return new FleetFixture(directory)
                .with(FleetFixture.http("orders", 2, ThreadDriver.COMMAND))
                .drivenBy(_ -> threads, FleetFixture.DRIVERS.getFirst());
    }
}
