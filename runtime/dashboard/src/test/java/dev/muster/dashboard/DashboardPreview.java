package dev.muster.dashboard;

import dev.muster.control.FleetView;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves the pages over a made-up fleet, to look at them while they are written. Arguments: the
 * port (0 for any), and which fleet: healthy, degraded, large or hostile.
 */
final class DashboardPreview {
    private DashboardPreview() {}

    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        var which = arguments.length > 1 ? arguments[1] : "degraded";
        try (var agent = FakeAgent.start(port, view(which));
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            var ticks = new AtomicLong();
            while (ticks.get() < 3_000) {
                writeOne(agent, ticks.getAndIncrement());
            }
            Runnable tick =
                    () -> {
                        agent.show(view(which));
                        writeOne(agent, ticks.getAndIncrement());
                    };
            System.out.println(agent.signInUrl());
            clock.scheduleAtFixedRate(tick, 0, 200, TimeUnit.MILLISECONDS).get();
        }
    }

    private static void writeOne(FakeAgent agent, long n) {
        var samples =
                List.of(
                        SampleFleet.line(
                                Instant.now(),
                                "orders-1",
                                "INFO",
                                "placed order " + n + ", 2 x Olive oil, 39.80 EUR"),
                        SampleFleet.line(
                                Instant.now(),
                                "payments-1",
                                "INFO",
                                "charged order " + n + ", 39.80 EUR"),
                        SampleFleet.line(
                                Instant.now(), "catalog-2", "DEBUG", "GET /products/17 200 0.8 ms"),
                        SampleFleet.line(
                                Instant.now(),
                                "payments-2",
                                "WARN",
                                "the bank took 512 ms to answer, which is slow"),
                        SampleFleet.line(
                                Instant.now(),
                                "notify-1",
                                null,
                                "127.0.0.1 - - \"POST /notes HTTP/1.1\" 204 -"),
                        SampleFleet.line(
                                Instant.now(),
                                "orders-2",
                                "ERROR",
                                "payments did not answer order " + n + "; it stays open"));
        agent.write(samples.get((int) (n * 7 % 11 % samples.size())));
    }

    private static FleetView view(String which) {
        return switch (which) {
            case "healthy" -> SampleFleet.healthy(Instant.now());
            case "large" -> SampleFleet.large(30, Instant.now());
            case "states" -> SampleFleet.everyState(Instant.now());
            case "hostile" -> SampleFleet.hostile(Instant.now());
            default -> SampleFleet.degraded(Instant.now());
        };
    }
}
