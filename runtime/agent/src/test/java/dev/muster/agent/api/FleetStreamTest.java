package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.agent.stream.Changes;
import dev.muster.agent.stream.EventStream;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.CallView;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.FleetView.Totals;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.control.VerdictView;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A reader of the fleet is sent what is shown to it, when that has changed. */
final class FleetStreamTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void isSentNothingWhereOnlyTimePasses() {
        var shown = shown("/");

        assertThat(shown.next(fleet("ready", 64 * MEBIBYTE, NOW))).isPresent();
        assertThat(shown.next(fleet("ready", 64 * MEBIBYTE + 4096, NOW.plusSeconds(1)))).isEmpty();
        assertThat(shown.next(fleet("ready", 65 * MEBIBYTE, NOW.plusSeconds(2))))
                .hasValueSatisfying(
                        fleet -> {
                            assertThat(fleet.at()).isEqualTo(NOW.plusSeconds(2));
                            assertThat(fleet.totals().memoryBytes()).isEqualTo(65 * MEBIBYTE);
                        });
        assertThat(shown.next(fleet("unready", 65 * MEBIBYTE, NOW))).isPresent();
    }

    @Test
    void isShownNamesAndStatesAloneWhereThatIsAsked() {
        var shown = shown("/?show=names");

        var fleet = shown.next(fleet("ready", 64 * MEBIBYTE, NOW)).orElseThrow();
        assertThat(fleet.verdict()).isEqualTo(new VerdictView("all ready", "all ready", null));
        assertThat(fleet.services().getFirst().replicas().getFirst().name()).isEqualTo("a-1");
        assertThat(fleet.services().getFirst().requestHistory()).isEmpty();
        assertThat(fleet.calls()).isEmpty();
        assertThat(shown.next(fleet("ready", 99 * MEBIBYTE, NOW))).isEmpty();
        assertThat(shown.next(fleet("unready", 99 * MEBIBYTE, NOW))).isPresent();
    }

    @Test
    void asksForWhatThereIs() {
        assertThatThrownBy(() -> shown("/?show=everything"))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> {
                            assertThat(problem.status()).isEqualTo(400);
                            assertThat(problem.detail())
                                    .contains("\"everything\"", "services or names");
                        });
    }

    @Test
    void hearsAtOnceAndThatTheLastStillHoldsAndOfTheNext() throws Exception {
        var views =
                List.of(
                        fleet("ready", MEBIBYTE, NOW),
                        fleet("ready", MEBIBYTE, NOW.plusSeconds(1)),
                        fleet("unready", MEBIBYTE, NOW.plusSeconds(2)));
        var asked = new ArrayList<FleetView>();
        var pauses = new ArrayList<Duration>();
        var stream =
                new FleetStream(
                        () -> {
                            var view = views.get(asked.size());
                            asked.add(view);
                            return view;
                        },
                        new Changes(),
                        shown("/"),
                        Duration.ofMillis(1),
                        pauses::add);
        var wire = new Wire(4);

        assertThatThrownBy(() -> EventStream.response(stream).body().writeTo(wire))
                .isInstanceOf(IOException.class);
        assertThat(wire.writes)
                .containsExactly(":\n\n", event(views.getFirst()), ":\n\n", event(views.getLast()));
        assertThat(pauses).isNotEmpty().containsOnly(Duration.ofMillis(100));
    }

    /** Takes so many writes, and then its reader is gone. */
    private static final class Wire extends OutputStream {
        private final List<String> writes = new ArrayList<>();
        private final int most;

        Wire(int most) {
            this.most = most;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes.add(new String(bytes, offset, length, UTF_8));
        }

        @Override
        public void flush() throws IOException {
            if (writes.size() == most) {
                throw new IOException("the reader is gone");
            }
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }
    }

    private static String event(FleetView fleet) {
        return "event: fleet\ndata: " + Json.text(fleet) + "\n\n";
    }

    private static ShownFleet shown(String target) {
        return ShownFleet.of(Request.get(target));
    }

    private static FleetView fleet(String replicaState, long memory, Instant at) {
        var service =
                new ServiceView(
                        "a",
                        "java",
                        ServiceState.READY,
                        null,
                        1,
                        1,
                        0.0,
                        null,
                        false,
                        null,
                        memory,
                        List.of(0.0, 0.0),
                        "v1",
                        List.of("/a"),
                        List.of(),
                        List.of(
                                new ReplicaView(
                                        "a-1", replicaState, null, 811L, 20_001, NOW, 0, memory)));
        return new FleetView(
                "shop",
                "/shop",
                FleetState.READY,
                new VerdictView("all ready", "all ready", null),
                at,
                NOW,
                400L,
                "http://localhost:8080",
                "http://localhost:7070",
                null,
                null,
                new Totals(1, 1, 0.0, null, false, 0L, 0L, List.of(), List.of(), memory, null),
                List.of(service),
                List.of(new CallView("gateway", "a", 1, 0, 0.1, 1.0, true, 0.0)),
                List.of(),
                List.of());
    }
}
