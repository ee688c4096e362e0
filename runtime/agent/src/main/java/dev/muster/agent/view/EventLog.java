package dev.muster.agent.view;

import dev.muster.agent.stream.Changes;
import dev.muster.balance.Failure;
import dev.muster.control.EventView;
import dev.muster.discovery.Endpoint;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.gateway.GatewayEvents;
import dev.muster.store.event.EventStore;
import dev.muster.store.event.LoggedEvent;

import java.time.Duration;
import java.util.List;

/** What happens to the fleet, from whoever tells it, kept and shown as one list. Thread-safe. */
public final class EventLog implements GatewayEvents {
    private static final int SHOWN = 50;

    private final EventStore store;
    private final Changes changes;
    private volatile Shown shown = new Shown(List.of(), List.of());

    /** Events, and what is shown of them. */
    private record Shown(List<LoggedEvent> events, List<EventView> views) {}

    public EventLog(EventStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    /** The newest events, newest first. */
    public List<LoggedEvent> newest(int limit) {
        return store.last(limit);
    }

    /**
     * The newest events as they are shown, newest first, each sentence once in a row. They are put
     * into words when something happens, and not whenever somebody looks.
     */
    public List<EventView> shown() {
        var newest = store.last(SHOWN);
        var last = shown;
        if (!last.events.equals(newest)) {
            last = new Shown(newest, Repeats.folded(newest));
            shown = last;
        }
        return last.views;
    }

    /** Something that happened to the fleet as a whole. */
    public void fleet(Severity severity, Cause cause) {
        append(severity, Subject.fleet(), cause);
    }

    public void supervisor(Event event) {
        append(event.severity(), event.subject(), event.cause());
    }

    @Override
    public void ejected(
            String service, Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {
        append(
                Severity.WARN,
                Subject.replica(service, endpoint.id()),
                new Cause.Ejected(failure.reason(), after));
    }

    @Override
    public void readmitted(String service, Endpoint endpoint, Duration outFor) {
        append(
                Severity.INFO,
                Subject.replica(service, endpoint.id()),
                new Cause.Readmitted(outFor));
    }

    private void append(Severity severity, Subject subject, Cause cause) {
        store.append(severity, subject, cause);
        changes.signal();
    }
}
