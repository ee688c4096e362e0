package dev.muster.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.explain.Explainer;
import dev.muster.agent.view.EditedFile;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ExplainView;
import dev.muster.fleet.Cause;
import dev.muster.fleet.FleetFile;
import dev.muster.store.StoreBackend;
import dev.muster.store.log.LogConfig;
import dev.muster.store.log.LogStore;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What an explanation says is to be done next. */
final class ExplanationTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir private Path folder;

    @Test
    void isToBuildAgainWhatDidNotBuild() throws IOException {
        var view = explained(new BuildState.Failed("A.java:3: boom"), List.of());

        assertThat(view.next()).isEqualTo("muster restart a");
        assertThat(Objects.requireNonNull(view.cause()).code()).isEqualTo("did-not-build");
        assertThat(Objects.requireNonNull(view.cause()).parameters())
                .containsEntry("problem", "A.java:3: boom");
    }

    /** The words are the program's, and not Muster's. */
    @Test
    void isToReadTheLogOfAProgramThatSaidThatSomethingDidNotBuild() throws IOException {
        var exited =
                new Cause.Exited(
                        1, Duration.ofMillis(300), Optional.of("the index did not build"), false);
        var view = explained(new BuildState.Done(), List.of(backingOff(exited)));

        assertThat(view.next()).isEqualTo("muster logs a-1 --since 5m");
        assertThat(Objects.requireNonNull(view.cause()).code()).isEqualTo("exited");
        assertThat(view.sentence()).contains("the index did not build");
    }

    private ExplainView explained(BuildState build, List<ReplicaStatus> replicas)
            throws IOException {
        Files.writeString(
                folder.resolve(FleetFile.NAME),
                "{ muster: 1, name: shop, services: { a: { command: a, routes: [/] } } }");
        var services = new LinkedHashMap<String, ServiceStatus>();
        services.put("a", new ServiceStatus("a", 1, build, "a", replicas));
        var fleet = FleetFile.load(folder);
        var views =
                new FleetViews(
                        fleet,
                        () -> new FleetStatus(NOW, services),
                        SampleRun.series(),
                        List::of,
                        new SampleRun.Started(new EditedFile(fleet)));
        var logs = new LogStore(folder, LogConfig.standard(), StoreBackend.SYSTEM);
        var moment = views.moment();
        return new Explainer(logs, _ -> Instant.EPOCH, Map::of)
                .explain(moment.fleet(), moment.fleet().services().getFirst(), moment.health("a"));
    }

    private static ReplicaStatus backingOff(Cause cause) {
        return new ReplicaStatus(
                "a-1",
                Phase.BACKING_OFF,
                Optional.of(cause),
                Optional.empty(),
                "127.0.0.1",
                21_733,
                NOW.minusSeconds(2),
                Optional.empty(),
                1,
                "",
                Optional.empty(),
                Instant.EPOCH,
                true);
    }
}
