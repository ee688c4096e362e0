package dev.muster.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Clients that send GET requests on connections they keep, and never send one twice. */
final class Load implements AutoCloseable {
    private final int port;
    private final String path;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients;

    private Load(int port, String path, int clients) {
        this.port = port;
        this.path = path;
        this.clients =
                IntStream.range(0, clients)
                        .mapToObj(_ -> Thread.startVirtualThread(this::run))
                        .toList();
    }

    static Load of(int port, String path, int clients) {
        return new Load(port, path, clients);
    }

    long answered() {
        return answered.get();
    }

    /** What a user would have seen go wrong. */
    Queue<String> failures() {
        return failures;
    }

    /** Ends the load and waits for its last answers. */
    @Override
    public void close() {
        running.set(false);
        for (var client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (running.get()) {
            try (var client = new RawClient(port)) {
                boolean kept = true;
                while (kept && running.get()) {
                    var answer = client.get(path);
                    if (answer.status() == 200) {
                        answered.incrementAndGet();
                    } else {
                        failures.add(answer.head() + answer.body());
                    }
                    kept = !answer.header("connection").equals("close");
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }
    }
}
