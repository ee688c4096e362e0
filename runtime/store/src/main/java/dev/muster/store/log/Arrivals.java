package dev.muster.store.log;

import dev.muster.store.StoreBackend;
import dev.muster.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers when the bytes of each log came. Replicas write their files themselves, so nobody is
 * told; the sizes are looked at, by a thread of its own and by everyone who is about to read. What
 * a line says of its own time is checked against this, and a line that says nothing has it from
 * here. Thread-safe.
 */
final class Arrivals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int LOOKS_PER_SAVE = 20;

    private final Path folder;
    private final StoreBackend backend;
    private final Map<LogFile, Watched> files = new HashMap<>();
    private Instant lookedAt = Instant.EPOCH;
    private @Nullable Thread looking;

    Arrivals(Path folder, StoreBackend backend) {
        this.folder = folder;
        this.backend = backend;
    }

    /** The marks of one file and what it was at the last look. */
    private static final class Watched {
        private final ArrivalMarks marks;
        private @Nullable Object identity;
        private Instant lookedAt;

        Watched(ArrivalMarks marks, Instant lookedAt) {
            this.marks = marks;
            this.lookedAt = lookedAt;
        }
    }

    /** Looks on its own from here on, until it is closed. */
    Arrivals watching() {
        looking = backend.thread("log-arrivals", this::watch);
        looking.start();
        return this;
    }

    private void watch() {
        try {
            for (long looks = 1; ; looks++) {
                lookAtAll();
                if (looks % LOOKS_PER_SAVE == 0) {
                    save();
                }
                backend.pause().of(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookAtAll() {
        try {
            var present = LogFile.in(folder);
            present.forEach(this::look);
            settle(present);
        } catch (StoreException e) {
            LOG.debug("The times of logs are not known meanwhile.", e);
        }
    }

    private synchronized void settle(List<LogFile> present) {
        files.keySet().retainAll(present);
        lookedAt = now();
    }

    /** Takes note of how long {@code file} is now. */
    synchronized void look(LogFile file) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
        } catch (IOException e) {
            return;
        }
        var now = now();
        var watched =
                files.computeIfAbsent(file, one -> new Watched(ArrivalMarks.of(one), lookedAt));
        var marks = watched.marks;
        boolean replaced =
                watched.identity != null && !watched.identity.equals(attributes.fileKey());
        if (replaced || attributes.size() < marks.end()) {
            marks.forget();
        }
        watched.identity = attributes.fileKey();
        if (attributes.size() > marks.end()) {
            var modified = attributes.lastModifiedTime().toInstant();
            marks.grew(
                    attributes.size(),
                    watched.lookedAt,
                    // Nothing came after the last change; the clock of a file may be another's.
                    watched.lookedAt.equals(Instant.EPOCH) && modified.isBefore(now)
                            ? modified
                            : now);
        }
        watched.lookedAt = now;
    }

    /**
     * When the byte before {@code end} of {@code file} came; since the last look where it is new.
     */
    synchronized Arrival of(LogFile file, long end) {
        var watched = files.get(file);
        if (watched == null || watched.marks.isEmpty()) {
            return new Arrival(lookedAt, now());
        }
        return watched.marks.arrival(end);
    }

    private Instant now() {
        return backend.clock().instant();
    }

    private synchronized void save() {
        files.values().forEach(watched -> watched.marks.save());
    }

    @Override
    public void close() {
        if (looking != null) {
            looking.interrupt();
        }
        lookAtAll();
        save();
    }
}
