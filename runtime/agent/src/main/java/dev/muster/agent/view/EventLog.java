package dev.muster.agent.view;

import dev.muster.agent.stream.Changes;
import dev.muster.agent.text.Figures;
import dev.muster.balance.Failure;
import dev.muster.control.EventView;
import dev.muster.discovery.Endpoint;
import dev.muster.gateway.GatewayEvents;
import dev.muster.store.Event;
import dev.muster.store.Event.Severity;
import dev.muster.store.EventStore;
import dev.muster.store.Subject;

import java.time.Duration;
import java.util.List;

/** What happens to the fleet, from whoever tells it, kept and shown as one list. Thread-safe. */
public final class EventLog implements GatewayEvents {
    private final EventStore store;
    private final Changes changes;

    public EventLog(EventStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    /** The newest events, newest first. */
    public List<EventView> newest(int limit) {
        return store.last(limit).stream().map(EventLog::view).toList();
    }

    /** Something that happened to the fleet as a whole. */
    public void fleet(boolean good, String text) {
        append(good ? Severity.INFO : Severity.WARN, Subject.fleet(), text);
    }

    public void supervisor(dev.muster.fleet.Event event) {
        var subject = new Subject(event.subject().service(), event.subject().name());
        append(Severity.valueOf(event.severity().name()), subject, event.sentence().text());
    }

    @Override
    public void ejected(
            String service, Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {
        append(
                Severity.WARN,
                Subject.replica(service, endpoint.id()),
                "gateway took "
                        + endpoint.id()
                        + " out of rotation after "
                        + Figures.elapsed(after)
                        + ": "
                        + failure.reason());
    }

    @Override
    public void readmitted(String service, Endpoint endpoint, Duration outFor) {
        append(
                Severity.INFO,
                Subject.replica(service, endpoint.id()),
                "gateway took "
                        + endpoint.id()
                        + " back into rotation after "
                        + Figures.elapsed(outFor));
    }

    private void append(Severity severity, Subject subject, String text) {
        store.append(severity, subject, text);
        changes.signal();
    }

    private static EventView view(Event event) {
        return new EventView(
                event.id(),
                event.at(),
                EventView.Severity.valueOf(event.severity().name()),
                event.subject().service().orElse(null),
                event.subject().name().orElse(null),
                event.text(),
                1);
    }
}
