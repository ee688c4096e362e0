package dev.muster.store.event;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.store.StoreException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What happened to a fleet, in order and on disk: a line of JSON per event, appended, with a cap on
 * bytes. {@code events.jsonl} is set aside as {@code events.jsonl.1} when it is full.
 *
 * <p>Lines that are not what was written (a torn end, a flipped bit) are skipped when the store
 * opens; each file that held some is kept with {@code .damaged} after its name, and an event says
 * so. An event that cannot be written is told and remembered all the same. Thread-safe.
 */
public final class EventStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);

    private final EventFiles files;
    private final EventConfig config;
    private final InstantSource clock;
    private final List<Consumer<LoggedEvent>> listeners = new CopyOnWriteArrayList<>();
    private final ArrayDeque<LoggedEvent> recent = new ArrayDeque<>();
    private @Nullable FileChannel channel;
    private long lastId;
    private long unwritten;
    private boolean torn;

    private EventStore(EventFiles files, EventConfig config, InstantSource clock) {
        this.files = files;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Opens the store that {@code file} holds, or a new one.
     *
     * @param file its folder must exist
     * @throws StoreException where the file cannot be read
     */
    public static EventStore open(Path file, EventConfig config, InstantSource clock) {
        var files = new EventFiles(file);
        var store = new EventStore(files, config, clock);
        var past = files.load();
        past.events().forEach(store::remember);
        // Ids that were in damaged lines are not given out again.
        store.lastId += past.damagedLines();
        if (past.damagedLines() > 0) {
            store.append(
                    Severity.WARN,
                    Subject.fleet(),
                    new Cause.EventsDamaged(past.damagedLines(), past.damaged()));
        }
        return store;
    }

    /** Adds an event of this moment, and tells every listener before it returns. */
    public synchronized LoggedEvent append(Severity severity, Subject subject, Cause cause) {
        var parameters = CauseJson.parameters(cause);
        // As it will be read again: what a program wrote may hold anything.
        var printable = CauseJson.cause(cause.code(), parameters).orElse(cause);
        var event =
                new LoggedEvent(
                        lastId + 1,
                        new Event(clock.instant(), severity, subject, printable),
                        parameters);
        remember(event);
        write(event);
        for (var listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("A listener of events failed on event {}.", event.id(), e);
            }
        }
        return event;
    }

    /** The newest events, newest first. */
    public synchronized List<LoggedEvent> last(int count) {
        var newest = new ArrayList<LoggedEvent>();
        Iterator<LoggedEvent> events = recent.descendingIterator();
        while (events.hasNext() && newest.size() < count) {
            newest.add(events.next());
        }
        return List.copyOf(newest);
    }

    /** How many events since the start are in memory alone, as they could not be written. */
    public synchronized long unwritten() {
        return unwritten;
    }

    /**
     * Has each later event told to {@code listener}, in order.
     *
     * @param listener called while the store is locked, so it is quick and does not wait
     */
    public Subscription subscribe(Consumer<LoggedEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("The event log {} could not be closed.", files.current(), e);
            }
            channel = null;
        }
    }

    private void remember(LoggedEvent event) {
        lastId = Math.max(lastId, event.id());
        recent.add(event);
        if (recent.size() > config.maxInMemory()) {
            recent.remove();
        }
    }

    private void write(LoggedEvent event) {
        try {
            if (openChannel().size() >= config.maxFileBytes()) {
                close();
                files.rotate();
            }
            // After a line that was written in part, the next one begins on a line of its own.
            String line = (torn ? "\n" : "") + EventLine.write(event) + "\n";
            torn = true;
            var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            var open = openChannel();
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            torn = false;
        } catch (IOException e) {
            unwritten++;
            if (unwritten == 1) {
                LOG.warn("Events cannot be written to {}: {}", files.current(), e.toString());
            }
        }
    }

    private FileChannel openChannel() throws IOException {
        if (channel == null) {
            channel =
                    FileChannel.open(
                            files.current(),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND);
        }
        return channel;
    }
}
