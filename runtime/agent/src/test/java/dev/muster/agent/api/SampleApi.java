package dev.muster.agent.api;

import dev.muster.agent.access.Sessions;
import dev.muster.agent.backend.AgentBackend;
import dev.muster.agent.explain.Explainer;
import dev.muster.agent.start.StartAccount;
import dev.muster.agent.stream.Changes;
import dev.muster.agent.view.AgentMetrics;
import dev.muster.agent.view.EditedFile;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.FleetViews;
import dev.muster.fleet.Cause;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.registry.Registry;
import dev.muster.store.StoreBackend;
import dev.muster.store.event.EventConfig;
import dev.muster.store.event.EventStore;
import dev.muster.store.log.LogConfig;
import dev.muster.store.log.LogStore;
import dev.muster.store.metric.Scraper;
import dev.muster.store.metric.ScraperConfig;
import dev.muster.telemetry.Metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** The control API over the fleet of {@link SampleRun}. */
final class SampleApi {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z"));

    private SampleApi() {}

    /**
     * @param folder where the fleet file, the logs and the events are put
     * @param logSince when the process began whose log is read
     */
    static ControlApi in(Path folder, Supplier<Instant> logSince) throws IOException {
        Files.writeString(
                folder.resolve(FleetFile.NAME),
                """
                muster: 1
                name: shop
                services:
                  payments: { command: payments, replicas: 2, routes: [/pay], memory: 64MB }
                """);
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(
                folder.resolve("logs/payments-2.log"),
                """
                {"@timestamp":"2026-11-01T11:59:57Z","log.level":"INFO","message":"charged 8812"}
                """);
        return over(folder, logSince);
    }

    /** Of a folder that has them already; of every other service nothing is known. */
    static ControlApi over(Path folder, Supplier<Instant> logSince) throws IOException {
        var fleet = FleetFile.load(folder);
        var changes = new Changes();
        var events = EventStore.open(folder.resolve("events.jsonl"), EventConfig.standard(), CLOCK);
        events.append(
                Severity.WARN,
                Subject.replica("payments", "payments-2"),
                new Cause.KilledFromOutside(9));
        var eventLog = new EventLog(events, changes);
        var logs = new LogStore(folder.resolve("logs"), LogConfig.standard(), StoreBackend.SYSTEM);
        var views =
                new FleetViews(
                        fleet,
                        SampleRun::status,
                        SampleRun.series(),
                        eventLog::shown,
                        new SampleRun.Started(new EditedFile(fleet)));
        return new ControlApi(
                new ControlApi.Parts(
                        views,
                        new Explainer(logs, _ -> logSince.get(), Map::of),
                        new LogReader(fleet, SampleRun::status, logs, CLOCK),
                        eventLog,
                        new SampleRun.Obedient(),
                        new Sessions("the-token", CLOCK),
                        new StartAccount(),
                        new Owner(() -> {}, AgentBackend.SYSTEM),
                        changes,
                        metrics(folder),
                        AgentBackend.SYSTEM));
    }

    private static Metrics metrics(Path folder) {
        var metrics = Metrics.create();
        var series = SampleRun.series();
        var scraper = Scraper.start(ScraperConfig.standard(), series, StoreBackend.SYSTEM);
        scraper.close();
        var events = EventStore.open(folder.resolve("more.jsonl"), EventConfig.standard(), CLOCK);
        AgentMetrics.of(metrics, SampleRun::status, new Registry(CLOCK), series, scraper, events);
        return metrics;
    }
}
