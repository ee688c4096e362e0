package dev.muster.agent;

import dev.muster.agent.access.Sessions;
import dev.muster.agent.api.ControlApi;
import dev.muster.agent.api.LogReader;
import dev.muster.agent.api.Owner;
import dev.muster.agent.backend.AgentBackend;
import dev.muster.agent.explain.Explainer;
import dev.muster.agent.start.AgentConfig;
import dev.muster.agent.start.AgentException;
import dev.muster.agent.start.Drivers;
import dev.muster.agent.start.Narrator;
import dev.muster.agent.start.Needs;
import dev.muster.agent.start.PortClaims;
import dev.muster.agent.start.StartAccount;
import dev.muster.agent.start.StateFolder;
import dev.muster.agent.stream.Changes;
import dev.muster.agent.view.AgentMetrics;
import dev.muster.agent.view.EditedFile;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.FirstRequest;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;
import dev.muster.dashboard.Dashboard;
import dev.muster.fleet.Cause;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.Severity;
import dev.muster.gateway.Gateway;
import dev.muster.gateway.GatewayContext;
import dev.muster.registry.ConsulApi;
import dev.muster.registry.Registry;
import dev.muster.registry.SelfRegistrations;
import dev.muster.server.HttpServer;
import dev.muster.server.ServerConfig;
import dev.muster.store.event.EventConfig;
import dev.muster.store.event.EventStore;
import dev.muster.store.log.LogConfig;
import dev.muster.store.log.LogStore;
import dev.muster.store.metric.ScrapeSource;
import dev.muster.store.metric.Scraper;
import dev.muster.store.metric.ScraperConfig;
import dev.muster.store.metric.SeriesConfig;
import dev.muster.store.metric.SeriesStore;
import dev.muster.supervisor.Ports;
import dev.muster.supervisor.Supervisor;
import dev.muster.supervisor.SupervisorConfig;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.SpanLog;
import dev.muster.telemetry.Tracer;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ListenerConfig;
import dev.muster.transport.PortOwner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs one fleet: the composition root, where every part is made and handed what it needs.
 *
 * <p>The parts are started in the order in which they are needed, the ports that a user may find
 * taken first, and stopped in the opposite one. The replicas are processes of their own: they
 * outlive an agent that dies, and the next one takes them over.
 */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int LOOPS = 2;
    private static final int MOST_BYTES_OF_AN_ORDER = 4 << 10;

    // Exit statuses: of a JVM with -XX:+ExitOnOutOfMemoryError, and what a shell adds to a signal.
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNALLED = 128;

    private final AgentConfig config;
    private final FleetSpec fleet;
    private final EditedFile file;
    private final StateFolder state;
    private final AgentBackend backend = AgentBackend.SYSTEM;
    private final Clock clock = backend.clock();
    private final Instant startedAt = clock.instant();
    private final Changes changes = new Changes();
    private final StartAccount account = new StartAccount();
    private final EventLoops loops = EventLoops.create(LOOPS);
    private final Metrics metrics = Metrics.create();
    private final Closing closing = new Closing();

    private Agent(AgentConfig config, FleetSpec fleet, StateFolder state) {
        this.config = config;
        this.fleet = fleet;
        this.file = new EditedFile(fleet);
        this.state = state;
    }

    /**
     * Starts to run the fleet and returns; from then on the agent ends by an order, by TERM, or
     * with its owner.
     *
     * @throws AgentException when the fleet cannot be run, in one sentence
     * @throws dev.muster.fleet.FleetProblems when its file is wrong
     */
    static void start(AgentConfig config) {
        var fleet = FleetFile.load(config.fleetFolder());
        var agent = new Agent(config, fleet, StateFolder.hold(fleet.directory()));
        try {
            agent.run();
        } catch (IOException e) {
            throw new AgentException(
                    "The agent cannot use " + agent.state.path() + ": " + e.getMessage(), e);
        }
    }

    private void run() throws IOException {
        var claims = freePorts();
        var series = new SeriesStore(SeriesConfig.standard(), clock);
        var events =
                closing.add(
                        EventStore.open(state.file("events.jsonl"), EventConfig.standard(), clock));
        var logs =
                closing.add(LogStore.watching(state.logs(), LogConfig.standard(), backend.store()));
        var registry = new Registry(clock);
        var scraper = closing.add(Scraper.start(ScraperConfig.standard(), series, backend.store()));
        scraper.include(ScrapeSource.gateway(), metrics::text);
        var eventLog = new EventLog(events, changes);
        var registryServer = openRegistry(claims, registry);
        var ends = new ReplicaEnds();
        var gateway = openGateway(claims, registry, ends, eventLog);
        var ports = Ports.open(state.path(), fleet.name(), Agent::ownerOf);
        var needs = new Needs(fleet, ports, registryServer.port(), gateway.port());
        gateway.needs(needs.throughGateway());
        gateway.routes(EdgeSettings.routes(fleet));

        var firstRequest = new FirstRequest(fleet, gateway.port(), backend);
        var wiring = wiring(registry, scraper, eventLog, firstRequest);
        var lifecycle =
                new Lifecycle(
                        fleet, wiring, gateway, closing, account, changes, backend, Agent::exit);
        var run = new RunFacts(startedAt, gateway.port(), wiring, lifecycle, firstRequest, file);
        var views = new FleetViews(fleet, lifecycle::status, series, eventLog::shown, run);
        var owner = new Owner(lifecycle::ownerGone, backend);
        var sessions = new Sessions(state.token(), clock);
        measure(lifecycle, registry, series, scraper, events);
        var api =
                new ControlApi(
                        new ControlApi.Parts(
                                views,
                                new Explainer(logs, lifecycle::logSince, scraper::failures),
                                new LogReader(fleet, lifecycle::status, logs, clock),
                                eventLog,
                                lifecycle,
                                sessions,
                                account,
                                owner,
                                changes,
                                metrics,
                                backend));
        var control = openControl(claims, api);
        run.dashboardAt(control.port());

        supervise(lifecycle, ports, needs, ends);
        tellOfPredecessor(lifecycle, eventLog);
        announce(lifecycle, control.port());
        if (config.owned()) {
            owner.expect();
        }
    }

    private Wiring wiring(
            Registry registry, Scraper scraper, EventLog events, FirstRequest firstRequest) {
        return new Wiring(
                fleet,
                startedAt,
                registry,
                scraper,
                events,
                new Narrator(account, backend.nanoTime()),
                firstRequest,
                changes);
    }

    private void measure(
            Lifecycle lifecycle,
            Registry registry,
            SeriesStore series,
            Scraper scraper,
            EventStore events) {
        AgentMetrics.of(metrics, lifecycle::status, registry, series, scraper, events);
    }

    private void supervise(Lifecycle lifecycle, Ports ports, Needs needs, ReplicaEnds ends) {
        // Whoever waits for this process shows what stands on standard error.
        var stop = new Thread(() -> lifecycle.end().ifPresent(System.err::println), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        var supervisorConfig = backend.on(SupervisorConfig.in(state.path()));
        lifecycle.supervise(
                listener -> {
                    var supervisor =
                            Supervisor.start(
                                    supervisorConfig, Drivers.ALL, fleet, ports, needs, listener);
                    ends.seenBy(supervisor);
                    return supervisor;
                });
    }

    /** In whose place this agent was started, if it was, and what it found. */
    private void tellOfPredecessor(Lifecycle lifecycle, EventLog events) {
        config.diedWith()
                .ifPresent(
                        status ->
                                events.fleet(
                                        Severity.WARN,
                                        new Cause.AgentReplaced(
                                                signal(status), lifecycle.takenOver())));
    }

    /** That an exit status of a JVM under a shell stands for; none when memory ran out. */
    private static Optional<Integer> signal(int status) {
        return status == OUT_OF_MEMORY ? Optional.empty() : Optional.of(status - SIGNALLED);
    }

    private PortClaims freePorts() {
        var claims = PortClaims.of(config, fleet);
        claims.requireFree(new RunningFleets(config.stateHome()));
        return claims;
    }

    private static Optional<String> ownerOf(int port) {
        return PortOwner.of(port).map(PortOwner::toString);
    }

    /** Closed at once in the end: its clients wait in queries that last for minutes. */
    private HttpServer openRegistry(PortClaims ports, Registry registry) {
        var claim = ports.registry();
        var timers = closing.add(Executors.newSingleThreadScheduledExecutor(this::timerThread));
        var announced =
                new SelfRegistrations(
                        registry,
                        name -> fleet.service(name).isPresent(),
                        backend.nanoTime(),
                        (delay, task) -> {
                            var _ = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                        });
        var api = new ConsulApi(registry, announced, backend.random().get());
        return closing.add(claim.open(port -> HttpServer.start(loops, smallBodies(port), api)));
    }

    private Thread timerThread(Runnable task) {
        return backend.thread("registry-timers", task);
    }

    private Gateway openGateway(
            PortClaims ports, Registry registry, ReplicaEnds ends, EventLog events)
            throws IOException {
        var claim = ports.gateway();
        var sink = closing.add(CappedFile.open(state.file("gateway/access.log")));
        var context =
                GatewayContext.of(registry)
                        .withEnds(ends)
                        .withMetrics(metrics)
                        .withAccessLog(sink::write)
                        .withEvents(events)
                        .withTracer(Tracer.to(new SpanLog()))
                        .withClock(clock);
        return closing.add(
                claim.open(
                        port -> Gateway.start(EdgeSettings.config(fleet, port), loops, context)));
    }

    private HttpServer openControl(PortClaims ports, ControlApi api) {
        var claim = ports.dashboard();
        var served = api.served(Dashboard.handler(startedAt));
        return closing.addServer(
                claim.open(port -> HttpServer.start(loops, smallBodies(port), served)));
    }

    /** For what is asked in a few words: a larger body is not read. */
    private static ServerConfig smallBodies(int port) {
        return ServerConfig.of(
                ListenerConfig.loopback(port).withMaxBodyBytes(MOST_BYTES_OF_AN_ORDER));
    }

    /** An agent that may have left something running leaves its address too. */
    private void announce(Lifecycle lifecycle, int controlPort) throws IOException {
        var address = AgentAddress.ofThisProcess(config.keeper(), startedAt, controlPort);
        address.write(fleet.directory());
        var running = new RunningFleets(config.stateHome());
        closing.add(
                () -> {
                    if (lifecycle.isDown()) {
                        AgentAddress.remove(fleet.directory());
                        running.remove(fleet.directory());
                    }
                });
        try {
            running.add(fleet.directory(), address.process());
        } catch (IOException e) {
            LOG.warn("The fleet is found from its own folder alone: {}", e.toString());
        }
    }

    private static void exit() {
        new Thread(() -> Runtime.getRuntime().exit(0), "exit").start();
    }
}
