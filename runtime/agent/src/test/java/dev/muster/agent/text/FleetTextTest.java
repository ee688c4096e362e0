package dev.muster.agent.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.control.CauseView;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.FleetView.Totals;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.control.VerdictView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a terminal shows of a fleet. */
final class FleetTextTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void showsARowForEachServiceAndADashForWhatIsNotKnown() {
        var table =
                FleetText.table(
                        fleet(
                                service("storefront", ServiceState.READY, null, 2, 2, 61.0),
                                service("shopper", ServiceState.READY, null, 1, 1, null)),
                        Look.plain());

        assertThat(table)
                .isEqualTo(
                        """
                        SERVICE      REPLICAS   REQ/S   P99     ERRORS   MEMORY   VERSION
                        storefront   2          61      38 ms   0 %      142 MB   a41c9e0
                        shopper      1          –       –       –        –        a41c9e0
                        """);
    }

    @Test
    void tellsTheCauseBelowAServiceThatIsNotReady() {
        var table =
                FleetText.table(
                        fleet(
                                service(
                                        "payments",
                                        ServiceState.DEGRADED,
                                        "payments-2 exited 137 (killed from outside)",
                                        1,
                                        2,
                                        34.0)),
                        Look.plain());

        assertThat(table)
                .contains("payments   1/2")
                .contains("\n           payments-2 exited 137 (killed from outside)\n");
    }

    @Test
    void wrapsALongCauseToTheTerminal() {
        var table =
                FleetText.table(
                        fleet(
                                service(
                                        "a",
                                        ServiceState.DOWN,
                                        "word ".repeat(40).strip(),
                                        0,
                                        1,
                                        null)),
                        new Look(60, false));

        assertThat(table.lines().skip(2))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 120})
    void keepsToTheWidthOfTheTerminal(int columns) {
        var cause = "word ".repeat(40).strip();
        var screen =
                FleetText.watch(
                        fleet(service("storefront", ServiceState.DOWN, cause, 0, 1, 61.0)),
                        new Look(columns, false));

        assertThat(screen).contains("SERVICE      REPLICAS").contains("storefront   0/1");
        assertThat(screen.lines()).allMatch(line -> line.length() <= columns);
        assertThat(screen.contains("VERSION")).isEqualTo(columns >= 80);
    }

    @Test
    void putsNoEscapeSequenceIntoPlainText() {
        var fleet = fleet(service("a", ServiceState.DOWN, "gone", 0, 1, null));

        assertThat(FleetText.watch(fleet, Look.plain())).doesNotContain("\u001b");
        assertThat(FleetText.watch(fleet, new Look(80, true))).contains("\u001b[");
    }

    @Test
    void beginsWithWhatIsReadyAndWhereItAnswers() {
        var screen =
                FleetText.firstScreen(
                        fleet(service("storefront", ServiceState.READY, null, 2, 2, 61.0)),
                        "http://localhost:7070/#token=t",
                        Look.plain(),
                        true);

        assertThat(screen)
                .startsWith(
                        """

                          shop is ready: 1 service, 2 replicas, 4.1 s

                          shop        http://localhost:8080
                          dashboard   http://localhost:7070/#token=t
                        """)
                .contains("  SERVICE ", "  try    curl localhost:8080/products\n");
    }

    @Test
    void leavesTheTableToTheScreenThatWatches() {
        var fleet = fleet(service("storefront", ServiceState.READY, null, 2, 2, 61.0));

        var first = FleetText.firstScreen(fleet, "http://localhost:7070", Look.plain(), false);

        assertThat(first).doesNotContain("SERVICE", "curl");
        assertThat(FleetText.watch(fleet, Look.plain()))
                .contains("SERVICE", "  try    curl localhost:8080/products\n");
    }

    private static FleetView fleet(ServiceView... services) {
        var all = List.of(services);
        return new FleetView(
                "shop",
                "/home/me/shop",
                FleetState.READY,
                new VerdictView("Every service is ready.", "", null),
                NOW,
                NOW,
                4_100L,
                "http://localhost:8080",
                "http://localhost:7070",
                "/products",
                null,
                new Totals(
                        all.stream().mapToInt(ServiceView::replicasReady).sum(),
                        all.stream().mapToInt(ServiceView::replicasWanted).sum(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null),
                all,
                List.of(),
                List.of(),
                List.of());
    }

    private static ServiceView service(
            String name,
            ServiceState state,
            @Nullable String cause,
            int ready,
            int wanted,
            @Nullable Double rate) {
        boolean known = rate != null;
        return new ServiceView(
                name,
                "java",
                state,
                cause == null ? null : new CauseView("told", null, Map.of(), cause),
                ready,
                wanted,
                rate,
                known ? 38.2 : null,
                false,
                known ? 0.0 : null,
                known ? 142L << 20 : null,
                List.of(),
                "a41c9e0",
                List.of(),
                List.of(),
                List.of());
    }
}
