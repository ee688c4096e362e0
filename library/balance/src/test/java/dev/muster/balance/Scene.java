package dev.muster.balance;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A balancer with a clock that stands still until told, known chance, and a record of events. */
final class Scene implements RotationListener {
    static final String SERVICE = "catalog";

    final List<String> events = new ArrayList<>();
    final LoadBalancer balancer;
    private long now = 7_000_000_000L;

    Scene(int endpoints) {
        this(endpoints, 42);
    }

    Scene(int endpoints, long seed) {
        var chance = new SplittableRandom(seed);
        balancer =
                new LoadBalancer(
                        SERVICE, BalancerConfig.STANDARD, this::nanoTime, () -> chance, this);
        publish(IntStream.rangeClosed(1, endpoints).mapToObj(Scene::endpoint).toList());
    }

    static Endpoint endpoint(int n) {
        return Endpoint.of(SERVICE + "-" + n, "127.0.0.1", 20_000 + n);
    }

    void publish(List<Endpoint> endpoints) {
        balancer.update(new Endpoints(SERVICE, endpoints, "1"));
    }

    long nanoTime() {
        return now;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    Pick pick() {
        return balancer.pick().orElseThrow();
    }

    Pick pickForOneTry() {
        return balancer.pickForOneTry().orElseThrow();
    }

    /** A pick of this endpoint, however many others have to be picked and let go before. */
    Pick pick(Endpoint wanted) {
        for (int i = 0; i < 10_000; i++) {
            var pick = pick();
            if (pick.endpoint().equals(wanted)) {
                return pick;
            }
            pick.abandoned();
        }
        throw new AssertionError(wanted.id() + " was not picked once in 10000");
    }

    void refuse(Endpoint endpoint) {
        pick(endpoint).failed(Failure.unreachable("connection refused"));
    }

    /** Calls one after the other, each of a millisecond; who got how many. */
    Map<Endpoint, Integer> callInTurn(int calls) {
        var counts = new HashMap<Endpoint, Integer>();
        for (int i = 0; i < calls; i++) {
            var pick = pick();
            counts.merge(pick.endpoint(), 1, Integer::sum);
            pass(Duration.ofMillis(1));
            pick.succeeded(Duration.ofMillis(1));
        }
        return counts;
    }

    /** Calls at a steady rate, each as long as its endpoint takes; who got how many. */
    Map<Endpoint, Integer> callAtRate(int perSecond, Duration time, Map<Endpoint, Duration> takes) {
        record Running(Pick pick, long endsAt, Duration took) {}
        var counts = new HashMap<Endpoint, Integer>();
        var running = new PriorityQueue<Running>((a, b) -> Long.compare(a.endsAt(), b.endsAt()));
        long end = now + time.toNanos();
        long step = Duration.ofSeconds(1).toNanos() / perSecond;
        for (long at = now; at < end; at += step) {
            while (!running.isEmpty() && running.element().endsAt() <= at) {
                var done = running.remove();
                now = done.endsAt();
                done.pick().succeeded(done.took());
            }
            now = at;
            var pick = pick();
            counts.merge(pick.endpoint(), 1, Integer::sum);
            var took = takes.getOrDefault(pick.endpoint(), Duration.ofMillis(5));
            running.add(new Running(pick, at + took.toNanos(), took));
        }
        while (!running.isEmpty()) {
            var done = running.remove();
            now = Math.max(now, done.endsAt());
            done.pick().succeeded(done.took());
        }
        return counts;
    }

    static Endpoint[] endpoints(int... numbers) {
        return Arrays.stream(numbers).mapToObj(Scene::endpoint).toArray(Endpoint[]::new);
    }

    @Override
    public void ejected(Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {
        events.add(
                "%s out after %d ms: %s"
                        .formatted(endpoint.id(), after.toMillis(), failure.reason()));
    }

    @Override
    public void readmitted(Endpoint endpoint, Duration outFor) {
        events.add("%s back".formatted(endpoint.id()));
    }
}
