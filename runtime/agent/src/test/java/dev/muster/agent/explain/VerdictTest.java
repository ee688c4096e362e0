package dev.muster.agent.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.FleetView.FleetState;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.control.VerdictView;
import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sentences that say how a fleet is, and why. */
final class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final String PROBE = "GET /ready";
    private static final Cause.ProbeFailure ANSWERED =
            new Cause.Answered(PROBE, 503, Optional.empty());
    private static final Cause.Failure EXITED = exited("no key; sorry: x");
    private static final Cause.Part NO_PYTHON =
            new Cause.NoProgram("python3", "it is not there; install it");
    private static final BuildState FAILED = new BuildState.Failed("A.java:3: boom");

    @ParameterizedTest
    @MethodSource("replicas")
    void saysWhyAReplicaIsNotReady(Phase phase, Cause cause, String sentence) {
        var replica = replica(1, phase, cause);
        assertThat(ReplicaVerdict.of(replica, cause, NOW).text()).isEqualTo(sentence);
    }

    static Stream<Arguments> replicas() {
        var silent = new Cause.NoAnswer(PROBE, Duration.ofSeconds(1));
        return Stream.of(
                row(Phase.WAITING, NO_PYTHON, "waiting for python3: it is not there; install it"),
                row(
                        Phase.WAITING,
                        new Cause.WaitingForNeeds(List.of("orders-db")),
                        "waiting for orders-db to be ready"),
                row(
                        Phase.STARTING,
                        new Cause.Starting(PROBE, Optional.empty()),
                        "a-1 is starting, waiting for GET /ready"),
                row(
                        Phase.STARTING,
                        new Cause.Starting(PROBE, Optional.of(ANSWERED)),
                        "a-1 is starting: GET /ready answered 503"),
                row(
                        Phase.STARTING,
                        new Cause.StartingAgain(EXITED, 2, 10, Optional.empty()),
                        "a-1 exited 3 within 0.3 s: no key; sorry: x; starting again, attempt 2 of"
                                + " 10"),
                row(Phase.UNREADY, silent, "a-1 is unready: GET /ready had no answer within 1 s"),
                row(
                        Phase.BACKING_OFF,
                        EXITED,
                        "a-1 exited 3 within 0.3 s: no key; sorry: x, 2 s ago; starting again,"
                                + " attempt 2"),
                row(
                        Phase.GAVE_UP,
                        new Cause.GaveUp(11, EXITED),
                        "a-1 gave up because it failed 11 times in a row, the last time so: exited"
                                + " 3 within 0.3 s: no key; sorry: x"),
                row(Phase.STOPPING, new Cause.Stopping(), "a-1 is stopping"),
                row(
                        Phase.STOPPING,
                        new Cause.NeverReady(Duration.ofSeconds(60), ANSWERED),
                        "a-1 never became ready within 60 s: GET /ready answered 503"),
                row(Phase.STOPPED, new Cause.Stopped(), "a-1 is stopped"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysHowAServiceIs(ServiceStatus service, ServiceState state, String sentence) {
        var health = ServiceHealth.of(service, NOW);

        assertThat(health.state()).isEqualTo(state);
        assertThat(Verdict.of(health)).isEqualTo(sentence);
    }

    static Stream<Arguments> services() {
        var waiting = replica(1, Phase.WAITING, NO_PYTHON);
        var starting = replica(1, Phase.STARTING, new Cause.Starting(PROBE, Optional.empty()), 0);
        var gaveUp = replica(1, Phase.GAVE_UP, new Cause.GaveUp(1, EXITED));
        var noJar = replica(1, Phase.WAITING, new Cause.BuildMadeNoJar("/x/target"));
        return Stream.of(
                row(
                        service(waiting),
                        ServiceState.WAITING,
                        "a is waiting for python3: it is not there; install it."),
                row(
                        service(noJar),
                        ServiceState.WAITING,
                        "a waits: its build made no executable jar in /x/target."),
                row(
                        service(FAILED),
                        ServiceState.WAITING,
                        "a did not build: A.java:3: boom (log: .muster/build/a.log)."),
                row(
                        service(new BuildState.Running()),
                        ServiceState.STARTING,
                        "a is starting: building."),
                row(
                        service(starting),
                        ServiceState.STARTING,
                        "a is starting: a-1 is starting, waiting for GET /ready."),
                row(
                        service(gaveUp),
                        ServiceState.DOWN,
                        "a is down: a-1 gave up because it failed, the last time so: exited 3"
                                + " within 0.3 s: no key; sorry: x."),
                row(
                        service(backingOff(), ready(2)),
                        ServiceState.DEGRADED,
                        "a is degraded: a-1 exited 3 within 0.3 s: no key; sorry: x, 2 s ago;"
                                + " starting again, attempt 2; a-2 carries its traffic."),
                row(
                        service(ready(1)),
                        ServiceState.READY,
                        "a is ready: 1 replica takes its traffic."),
                row(
                        service(FAILED, ready(1)),
                        ServiceState.READY,
                        "a is ready: 1 replica takes its traffic, with the code built before; a did"
                                + " not build: A.java:3: boom (log: .muster/build/a.log)."),
                row(
                        new ServiceStatus("a", 0, new BuildState.Done(), "java", List.of()),
                        ServiceState.STOPPED,
                        "a is stopped: it is scaled to 0 replicas."));
    }

    /** Its own words are all of them told, whatever stands in them. */
    @Test
    void namesTheServiceThatIsWorstOffWithoutWhatFollowsFromIt() {
        var degraded = ServiceHealth.of(service(backingOff(), ready(2)), NOW);
        var waiting = ServiceHealth.of(service(replica(1, Phase.WAITING, NO_PYTHON)), NOW);
        var ready = ServiceHealth.of(service(ready(1)), NOW);

        assertThat(Verdict.of(List.of(ready, waiting, degraded), FleetState.DEGRADED))
                .isEqualTo(
                        new VerdictView(
                                "a is degraded: a-1 exited 3 within 0.3 s: no key; sorry: x, 2 s"
                                        + " ago; a-2 carries its traffic.",
                                "a is degraded",
                                "a"));
        assertThat(Verdict.of(List.of(ready), FleetState.READY))
                .isEqualTo(
                        new VerdictView("Every service is ready: 1 service, 1 replica.", "", null));
    }

    @Test
    void leadsToTheServiceThatDidNotBuild() {
        var verdict =
                Verdict.of(List.of(ServiceHealth.of(service(FAILED), NOW)), FleetState.DEGRADED);

        assertThat(verdict)
                .isEqualTo(
                        new VerdictView(
                                "a did not build: A.java:3: boom (log: .muster/build/a.log).",
                                "a did not build",
                                "a"));
    }

    private static Arguments row(Object... columns) {
        return Arguments.of(columns);
    }

    private static Cause.Exited exited(String line) {
        return new Cause.Exited(3, Duration.ofMillis(300), Optional.of(line), false);
    }

    private static ServiceStatus service(ReplicaStatus... replicas) {
        return service(new BuildState.Done(), replicas);
    }

    private static ServiceStatus service(BuildState build, ReplicaStatus... replicas) {
        int wanted = Math.max(1, replicas.length);
        return new ServiceStatus("a", wanted, build, "java", List.of(replicas));
    }

    private static ReplicaStatus backingOff() {
        return replica(1, Phase.BACKING_OFF, EXITED);
    }

    private static ReplicaStatus ready(int number) {
        return replica(number, Phase.READY, Optional.empty(), 0);
    }

    private static ReplicaStatus replica(int number, Phase phase, Cause cause) {
        return replica(number, phase, cause, 2);
    }

    private static ReplicaStatus replica(int number, Phase phase, Cause cause, int restarts) {
        return replica(number, phase, Optional.of(cause), restarts);
    }

    private static ReplicaStatus replica(
            int number, Phase phase, Optional<Cause> cause, int restarts) {
        return new ReplicaStatus(
                "a-" + number,
                phase,
                cause,
                Optional.empty(),
                "127.0.0.1",
                20_113,
                NOW.minusSeconds(2),
                Optional.empty(),
                restarts,
                "",
                Optional.empty(),
                Instant.EPOCH,
                true);
    }
}
