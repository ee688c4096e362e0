package dev.muster.supervisor;

import com.sun.net.httpserver.HttpServer;

import dev.muster.driver.Adopted;
import dev.muster.driver.DriverException;
import dev.muster.driver.Ending;
import dev.muster.driver.Launch;
import dev.muster.driver.Leftover;
import dev.muster.driver.Listener;
import dev.muster.driver.ReplicaDriver;
import dev.muster.driver.ReplicaEnd;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.ReplicaStart;
import dev.muster.driver.RunningReplica;
import dev.muster.driver.Usage;
import dev.muster.fleet.Cause;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs each replica as a thread of this process: a server that says {@code hello} at its port. */
final class ThreadDriver implements ReplicaDriver {

    /** A command that nothing but this can run. */
    static final List<String> COMMAND = List.of("thread", "hello");

    static final Usage USAGE = new Usage(4711);

    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** What {@link #left} tells. */
    volatile List<Leftover> left = List.of();

    /** Why {@link #left} cannot tell. */
    volatile Optional<RuntimeException> blind = Optional.empty();

    /** What {@link #lacks} tells. */
    volatile Optional<Cause.Part> lacking = Optional.empty();

    /** What {@link #lacks} waits for before it answers. */
    volatile CountDownLatch answering = new CountDownLatch(0);

    /** What was asked of this driver on the timeline, although it may block. */
    final Set<String> askedOnTimeline = ConcurrentHashMap.newKeySet();

    private void mayBlock(String method) {
        if (Thread.currentThread().getName().equals("muster-supervisor")) {
            askedOnTimeline.add(method);
        }
    }

    @Override
    public String name() {
        return "thread";
    }

    @Override
    public boolean runs(ServiceSpec service) {
        return service.run() instanceof RunSpec.Command(var arguments) && arguments.equals(COMMAND);
    }

    @Override
    public Optional<Cause.Part> lacks(ServiceSpec service, Launch launch) {
        mayBlock("lacks");
        try {
            answering.await();
        } catch (InterruptedException e) {
            throw new DriverException("interrupted while it was asked", e);
        }
        return lacking;
    }

    @Override
    public RunningReplica start(ReplicaStart start) {
        mayBlock("start");
        try {
            return new Running(start);
        } catch (IOException e) {
            throw new DriverException("port " + start.port() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Adopted adopt(List<ReplicaIdentity> remembered) {
        mayBlock("adopt");
        return new Adopted(List.copyOf(running), Map.of(), List.of());
    }

    @Override
    public List<Leftover> left(List<ReplicaIdentity> remembered) {
        mayBlock("left");
        blind.ifPresent(
                problem -> {
                    throw problem;
                });
        return left;
    }

    @Override
    public Map<RunningReplica, Usage> usage() {
        mayBlock("usage");
        return running.stream().collect(Collectors.toMap(Function.identity(), _ -> USAGE));
    }

    /** How many threads serve. */
    int count() {
        return running.size();
    }

    /** Has every replica end as if by a fault of its own. */
    void crash(Cause.Failure failure) {
        running.forEach(replica -> replica.end(new Ending(failure, new ReplicaEnd.Exited(1))));
    }

    /** Has every replica end so that nothing can be found out about it. */
    void lose(RuntimeException problem) {
        running.forEach(replica -> replica.lose(problem));
    }

    private final class Running implements RunningReplica {
        private final CompletableFuture<Ending> ended = new CompletableFuture<>();
        private final ReplicaIdentity identity;
        private final Map<String, String> variables;
        private final HttpServer server;

        Running(ReplicaStart start) throws IOException {
            variables = start.variables();
            identity =
                    new ReplicaIdentity(
                            name(),
                            start.service(),
                            start.number(),
                            UUID.randomUUID().toString(),
                            0,
                            0,
                            start.port(),
                            start.launch().version(),
                            start.launch().fingerprint(),
                            Instant.now(),
                            0);
            server = HttpServer.create(address(), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] body = start.replica().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(200, body.length);
                        try (var out = exchange.getResponseBody()) {
                            out.write(body);
                        }
                    });
            server.start();
            running.add(this);
        }

        private void end(Ending ending) {
            stopServing();
            ended.complete(ending);
        }

        private void lose(RuntimeException problem) {
            stopServing();
            ended.completeExceptionally(problem);
        }

        private void stopServing() {
            server.stop(0);
            running.remove(this);
        }

        private InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), identity.port());
        }

        @Override
        public ReplicaIdentity identity() {
            return identity;
        }

        @Override
        public Optional<Long> pid() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Ending> ended() {
            return ended;
        }

        @Override
        public boolean stop() {
            mayBlock("stop");
            kill();
            return true;
        }

        @Override
        public void kill() {
            mayBlock("kill");
            end(new Ending(new Cause.EndedUnseen(), new ReplicaEnd.Unknown()));
        }

        @Override
        public List<Long> clear(Duration grace) {
            mayBlock("clear");
            return List.of();
        }

        @Override
        public List<InetSocketAddress> listening() {
            mayBlock("listening");
            return List.of(address());
        }

        @Override
        public Listener listenerAt(int port) {
            mayBlock("listenerAt");
            return new Listener.Program();
        }

        @Override
        public Optional<String> variable(String name) {
            mayBlock("variable");
            return Optional.ofNullable(variables.get(name));
        }
    }
}
