package dev.muster.agent;

import dev.muster.server.HttpServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is to be closed when the agent ends, the last opened first. Thread-safe; closing twice does
 * nothing.
 */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    private static final Duration LAST_ANSWERS = Duration.ofMillis(300);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T part) {
        opened.push(part);
        return part;
    }

    /** A server is closed once its last answers are sent. */
    HttpServer addServer(HttpServer server) {
        add(() -> server.drain(LAST_ANSWERS));
        return server;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("could not be closed cleanly", e);
            }
        }
    }
}
