package dev.muster.dashboard;

import dev.muster.control.CauseView;
import dev.muster.control.EventView;
import dev.muster.control.EventView.EventSeverity;
import dev.muster.control.ExplainView;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.CallView;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.FleetView.RouteView;
import dev.muster.control.FleetView.Totals;
import dev.muster.control.LogLine;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.control.VerdictView;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Fleets to look at: a shop that is well, that lost a replica, that is large, or that means harm.
 */
final class SampleFleet {
    static final Instant NOON = Instant.parse("2026-11-23T12:04:31Z");

    private static final long MEGABYTE = 1L << 20;

    private SampleFleet() {}

    static FleetView healthy(Instant now) {
        return fleet(
                FleetState.READY,
                "All 12 replicas of 8 services are ready; nothing failed in the last minute.",
                now,
                shop(now),
                calls(0),
                List.of(
                        event(
                                3,
                                now,
                                EventSeverity.INFO,
                                "catalog",
                                "catalog scaled from 1 to 2")));
    }

    /** payments-2 was killed, and shows why. */
    static FleetView degraded(Instant now) {
        var services = new ArrayList<>(shop(now));
        services.replaceAll(
                service ->
                        service.name().equals("payments")
                                ? ailing(
                                        service,
                                        ServiceState.DEGRADED,
                                        "payments-2 exited 137 (killed from outside) 4 s ago;"
                                                + " starting again, attempt 1",
                                        replica("payments", 1, "ready", null, now),
                                        replica("payments", 2, "backing-off", "exited 137", now))
                                : service);
        return fleet(
                FleetState.DEGRADED,
                "payments is degraded: payments-2 was killed from outside (signal 9) 4 s ago;"
                        + " payments-1 carries its traffic, 0 requests failed.",
                now,
                services,
                calls(0.02),
                List.of(
                        event(
                                5,
                                now,
                                EventSeverity.ERROR,
                                "payments",
                                "payments-2 exited 137: killed from outside; restart in 0.1 s"),
                        event(
                                4,
                                now,
                                EventSeverity.WARN,
                                "orders",
                                "orders took payments-2 out of rotation after 3 ms"),
                        event(
                                3,
                                now.minusSeconds(200),
                                EventSeverity.INFO,
                                "catalog",
                                "catalog scaled from 1 to 2"),
                        event(
                                2,
                                now.minusSeconds(260),
                                EventSeverity.INFO,
                                null,
                                "shop is ready: 8 services in 4.1 s")));
    }

    /** A fleet whose verdict takes more lines than there is room for. */
    static FleetView talkative(Instant now) {
        return fleet(
                FleetState.DEGRADED,
                "payments is down: and so on" + ", and so on and on".repeat(40),
                now,
                shop(now),
                calls(0),
                List.of());
    }

    /** orders has a mistake in its sources. */
    static FleetView notBuilt(Instant now) {
        return fleet(
                FleetState.DEGRADED,
                "orders did not build: OrderDesk.java:[97,16] cannot find symbol.",
                now,
                shop(now),
                calls(0),
                List.of());
    }

    /** orders never got ready: ten attempts failed alike. */
    static FleetView neverReady(Instant now) {
        var cause =
                "orders-1 gave up after 10 attempts: GET /health/ready answered 404; " + PATIENCE;
        var services = new ArrayList<>(shop(now));
        services.replaceAll(
                service ->
                        service.name().equals("orders")
                                ? ailing(
                                        service,
                                        ServiceState.DOWN,
                                        cause,
                                        replica("orders", 1, "gave-up", cause.substring(9), now))
                                : service);
        return fleet(
                FleetState.DEGRADED,
                "orders is down: orders-1 gave up after 10 attempts: GET /health/ready answered"
                        + " 404.",
                now,
                services,
                calls(0),
                List.of(
                        new EventView(
                                12,
                                now,
                                EventSeverity.ERROR,
                                "orders",
                                told("orders-1", "orders-1 did not become ready in 30 s"),
                                "orders-1 did not become ready in 30 s",
                                10)));
    }

    private static final String PATIENCE = "set probe.ready.http to a path that answers 200";

    /** A service for each state that a replica can be in. */
    static FleetView everyState(Instant now) {
        var states =
                List.of(
                        "starting",
                        "ready",
                        "unready",
                        "backing-off",
                        "gave-up",
                        "stopping",
                        "stopped",
                        "waiting");
        var services = new ArrayList<ServiceView>();
        for (var state : states) {
            var service = service("is-" + state, "java", 1, now, List.of(), List.of());
            var cause = state.equals("ready") ? null : "is-" + state + "-1 is " + state;
            services.add(
                    ailing(
                            service,
                            serviceState(state),
                            cause,
                            replica(service.name(), 1, state, cause, now)));
        }
        return fleet(
                FleetState.STARTING,
                "shop is starting: 1 of 8 services is ready.",
                now,
                services,
                List.of(),
                List.of());
    }

    private static ServiceState serviceState(String replicaState) {
        return switch (replicaState) {
            case "ready" -> ServiceState.READY;
            case "starting" -> ServiceState.STARTING;
            case "waiting" -> ServiceState.WAITING;
            case "stopped" -> ServiceState.STOPPED;
            default -> ServiceState.DOWN;
        };
    }

    /** {@code count} services that call each other in no good order, cycles included. */
    static FleetView large(int count, Instant now) {
        var services = new ArrayList<ServiceView>();
        var calls = new ArrayList<CallView>();
        for (int i = 0; i < count; i++) {
            var needs =
                    i > 0 && i * 3 < count
                            ? List.of("service-" + i * 2, "service-" + i * 3)
                            : List.<String>of();
            services.add(
                    service(
                            "service-" + i,
                            "java",
                            i % 3 + 1,
                            now,
                            i < 3 ? List.of("/" + i) : List.of(),
                            needs));
            if (i > 2) {
                calls.add(
                        call(
                                "service-" + i / 3,
                                "service-" + i,
                                12.5 * i,
                                3.0 * i,
                                i % 7 == 0 ? 0.1 : 0.0));
            }
        }
        calls.add(call("service-" + (count - 1), "service-1", 0.5, 900.0, 0.0));
        return fleet(FleetState.READY, "All is well.", now, services, calls, List.of());
    }

    /** Names, causes and verdicts that would be markup, if anything took them for it. */
    static FleetView hostile(Instant now) {
        var name = "<img src=x onerror=alert(1)>";
        var service =
                ailing(
                        service(name, name, 1, now, List.of(name), List.of()),
                        ServiceState.DOWN,
                        name,
                        replica(name, 1, "gave-up", name, now));
        return fleet(
                FleetState.DEGRADED,
                name,
                now,
                List.of(service),
                List.of(),
                List.of(event(1, now, EventSeverity.ERROR, name, name)));
    }

    static ExplainView explain(FleetView fleet, String name) {
        var service = fleet.services().stream().filter(one -> one.name().equals(name)).findFirst();
        var cause = service.map(ServiceView::cause).orElse(null);
        return new ExplainView(
                name,
                name + " is " + fleet.state() + (cause == null ? "." : ": " + cause.sentence()),
                cause,
                List.of(
                        "orders took it out of rotation after 3 ms; payments-1 carries its"
                                + " traffic.",
                        "It is starting again (attempt 1 of 10, waiting for GET /health/ready)."),
                "muster logs " + name + " --since 1m");
    }

    static LogLine line(Instant at, String replica, @Nullable String level, String message) {
        var service = replica.substring(0, replica.lastIndexOf('-'));
        var structured = level != null;
        return new LogLine(
                at,
                service,
                replica,
                level,
                structured ? "shop." + service + ".Desk" : null,
                message,
                structured ? "4bf92f3577b34da6a3ce929d0e0e4736" : null,
                "ERROR".equals(level)
                        ? """
                        java.net.ConnectException: refused
                        \tat shop.orders.Desk.place(Desk.java:41)
                        \tat shop.orders.Desk.handle(Desk.java:12)
                        """
                        : null);
    }

    private static List<ServiceView> shop(Instant now) {
        return List.of(
                service("storefront", "java", 2, now, List.of("/"), List.of("catalog", "orders")),
                service("catalog", "java", 2, now, List.of("/products"), List.of()),
                service(
                        "orders",
                        "java",
                        2,
                        now,
                        List.of("/orders"),
                        List.of("catalog", "payments", "orders-db", "notify")),
                service("payments", "java", 2, now, List.of(), List.of()),
                quiet("orders-db", now),
                service("shopper", "java", 1, now, List.of(), List.of("storefront")),
                service("notify", "python3", 1, now, List.of(), List.of("catalog")),
                waiting("labels", now));
    }

    private static FleetView fleet(
            FleetState state,
            String verdict,
            Instant now,
            List<ServiceView> services,
            List<CallView> calls,
            List<EventView> events) {
        int ready = services.stream().mapToInt(ServiceView::replicasReady).sum();
        int wanted = services.stream().mapToInt(ServiceView::replicasWanted).sum();
        var worst = state == FleetState.READY ? null : verdict.split(" ", 2)[0];
        var lead = worst == null ? "" : verdict.split(":", 2)[0];
        return new FleetView(
                "shop",
                "examples/shop",
                state,
                new VerdictView(verdict, lead, worst),
                now,
                now.minusSeconds(600),
                4100L,
                "http://localhost:8080",
                "http://localhost:7070",
                "/products",
                null,
                new Totals(
                        ready,
                        wanted,
                        214.0,
                        38.4,
                        false,
                        12_840L,
                        0L,
                        history(214),
                        latencies(38),
                        612 * MEGABYTE,
                        2048 * MEGABYTE),
                services,
                calls,
                List.of(
                        new RouteView("storefront", "GET", "/", 61.0, 38.0, false, 0.0),
                        new RouteView("orders", "POST", "/orders", 34.2, 31.0, false, 0.004),
                        new RouteView("catalog", "GET", "/products/{id}", 54.1, 7.0, false, 0.0),
                        new RouteView("catalog", "GET", "/products", 0.4, 5.0, true, 0.0)),
                events);
    }

    private static ServiceView service(
            String name,
            String language,
            int replicas,
            Instant now,
            List<String> routes,
            List<String> needs) {
        double rate = 7 + Math.abs(name.hashCode() % 90);
        return new ServiceView(
                name,
                language,
                ServiceState.READY,
                null,
                replicas,
                replicas,
                rate,
                rate / 3,
                false,
                0.0,
                replicas * (71 * MEGABYTE),
                history(rate),
                "a41c9e0",
                routes,
                needs,
                IntStream.rangeClosed(1, replicas)
                        .mapToObj(i -> replica(name, i, "ready", null, now))
                        .toList());
    }

    private static ServiceView quiet(String name, Instant now) {
        return new ServiceView(
                name,
                "java",
                ServiceState.READY,
                null,
                1,
                1,
                null,
                null,
                false,
                null,
                64 * MEGABYTE,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(replica(name, 1, "ready", null, now)));
    }

    private static ServiceView waiting(String name, Instant now) {
        return new ServiceView(
                name,
                "ruby",
                ServiceState.WAITING,
                cause(name, "waiting for ruby, which is not on the PATH"),
                0,
                1,
                null,
                null,
                false,
                null,
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                List.of(replica(name, 1, "waiting", "ruby is missing", now)));
    }

    private static ServiceView ailing(
            ServiceView well, ServiceState state, @Nullable String cause, ReplicaView... replicas) {
        int ready =
                (int) List.of(replicas).stream().filter(one -> one.state().equals("ready")).count();
        return new ServiceView(
                well.name(),
                well.language(),
                state,
                cause(replicas[replicas.length - 1].name(), cause),
                ready,
                replicas.length,
                well.requestsPerSecond(),
                well.p99Millis(),
                well.p99AtMost(),
                0.004,
                well.memoryBytes(),
                well.requestHistory(),
                well.version(),
                well.routes(),
                well.needs(),
                List.of(replicas));
    }

    private static ReplicaView replica(
            String service, int number, String state, @Nullable String cause, Instant now) {
        boolean alive = state.equals("ready");
        return new ReplicaView(
                service + "-" + number,
                state,
                cause(service + "-" + number, cause),
                alive ? 21_730L + number : null,
                20_410 + number,
                alive ? now.minusSeconds(300) : now.minusSeconds(4),
                alive ? 0 : 1,
                alive ? 71 * MEGABYTE : null);
    }

    private static EventView event(
            long id, Instant at, EventSeverity severity, @Nullable String service, String text) {
        var subject = text.split(" ", 2)[0];
        return new EventView(id, at, severity, service, told(subject, text), subject, 1);
    }

    private static CauseView told(String subject, String sentence) {
        return new CauseView("told", subject, Map.of(), sentence);
    }

    private static @Nullable CauseView cause(String subject, @Nullable String sentence) {
        return sentence == null ? null : told(subject, sentence);
    }

    private static List<CallView> calls(double paymentErrors) {
        return List.of(
                call("shopper", "gateway", 6.1, 44.0, 0.0),
                call("gateway", "storefront", 61, 38.0, 0.0),
                call("gateway", "catalog", 12, 6.0, 0.0),
                call("gateway", "orders", 9, 31.0, 0.0),
                call("storefront", "catalog", 61, 6.0, 0.0),
                call("storefront", "orders", 34, 31.0, 0.0),
                call("orders", "catalog", 27, 5.0, 0.0),
                call("orders", "payments", 34, 24.0, paymentErrors),
                call("orders", "notify", 12, 3.0, 0.0));
    }

    private static CallView call(
            String from, String to, double perSecond, double p99Millis, double errorRatio) {
        long requests = Math.round(60 * perSecond);
        long failed = Math.round(requests * errorRatio);
        return new CallView(
                from, to, requests, failed, perSecond, p99Millis, requests < 100, errorRatio);
    }

    private static List<Double> history(double around) {
        return IntStream.range(0, 30)
                .mapToObj(i -> around * (1 + 0.2 * Math.sin(i * 1.7) * Math.cos(i * 0.6)))
                .toList();
    }

    private static List<@Nullable Double> latencies(double around) {
        var points = new ArrayList<@Nullable Double>(history(around));
        points.set(4, null);
        return points;
    }
}
