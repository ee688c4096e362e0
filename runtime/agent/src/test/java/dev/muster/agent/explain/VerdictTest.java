package dev.muster.agent.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.FleetView.FleetState;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.ServiceView.ServiceState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;

/** The sentences that say how a fleet is, and why. */
final class VerdictTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "waiting     | waiting for python3 | waiting for python3",
                "waiting     | waiting for orders-db to be ready | waiting for orders-db to be"
                        + " ready",
                "starting    | starting, waiting for GET /ready | a-1 is starting, waiting for GET"
                        + " /ready",
                "starting    | starting: GET /ready answered 503 | a-1 is starting: GET /ready"
                        + " answered 503",
                "starting    | exited 3; starting again, attempt 2 of 10 | a-1 exited 3; starting"
                        + " again, attempt 2 of 10",
                "unready     | GET /ready had no answer within 1 s | a-1 is unready: GET /ready had"
                        + " no answer within 1 s",
                "backing-off | exited 3: no key | a-1 exited 3: no key, 2 s ago; starting again,"
                        + " attempt 2",
                "gave-up     | gave up because it failed 10 times in a row, the last time so:"
                    + " exited 3 | a-1 gave up because it failed 10 times in a row, the last time"
                    + " so: exited 3",
                "stopping    | stopping | a-1 is stopping",
                "stopping    | never became ready within 60 s: nothing listens | a-1 never became"
                        + " ready within 60 s: nothing listens",
                "stopped     | stopped  | a-1 is stopped",
            })
    void saysWhyAReplicaIsNotReady(String state, String cause, String sentence) {
        assertThat(Verdict.of(replica(state, cause, 2), NOW)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WAITING  | waiting for python3 | a is waiting for python3.",
                "WAITING  | its build made none | a waits: its build made none.",
                "WAITING  | a did not build: x  | a did not build: x.",
                "STARTING | a-1 is starting     | a is starting: a-1 is starting.",
                "STARTING |                     | a is starting.",
                "DOWN     | a-1 gave up         | a is down: a-1 gave up.",
                "DEGRADED | a-1 exited 3        | a is degraded: a-1 exited 3; a-2 carries its"
                        + " traffic.",
                "STOPPED  |                     | a is stopped: it is scaled to 0 replicas.",
                "READY    |                     | a is ready: 1 replica takes its traffic.",
                "READY    | a did not build: x  | a is ready: 1 replica takes its traffic, with the"
                        + " code built before; a did not build: x.",
            })
    void saysHowAServiceIs(ServiceState state, @Nullable String cause, String sentence) {
        assertThat(Verdict.of(service(state, cause))).isEqualTo(sentence);
    }

    @Test
    void namesTheServiceThatIsWorstOff() {
        var services =
                List.of(
                        service(ServiceState.READY, null),
                        service(ServiceState.WAITING, "waiting for python3"),
                        service(ServiceState.DOWN, "a-1 gave up; muster restart a"),
                        service(ServiceState.DEGRADED, "a-1 exited 3"));

        assertThat(Verdict.of(services, FleetState.DEGRADED)).isEqualTo("a is down: a-1 gave up.");
        assertThat(Verdict.of(services.subList(0, 1), FleetState.READY))
                .isEqualTo("Every service is ready: 1 service, 1 replica.");
    }

    private static ServiceView service(ServiceState state, @Nullable String cause) {
        return new ServiceView(
                "a",
                "java",
                state,
                cause,
                1,
                2,
                null,
                null,
                false,
                null,
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(
                        replica("backing-off", "exited 3", 1),
                        new ReplicaView("a-2", "ready", null, 1L, 1, NOW, 0, null)));
    }

    private static ReplicaView replica(String state, String cause, int restarts) {
        return new ReplicaView(
                "a-1", state, cause, null, null, NOW.minusSeconds(2), restarts, null);
    }
}
