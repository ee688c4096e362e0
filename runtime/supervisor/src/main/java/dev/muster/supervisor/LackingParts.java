package dev.muster.supervisor;

import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.timeline.Timeline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine lacks to run services. A driver may take its time to say so, and is asked in
 * the background; what it said last is known for a moment. Confined to the timeline's thread.
 */
final class LackingParts {

    private static final Logger LOG = LoggerFactory.getLogger(LackingParts.class);

    /** Shorter than the beat at which waiting replicas are looked at again. */
    private static final Duration KNOWN_FOR = Duration.ofMillis(250);

    private final Timeline timeline;
    private final Drivers drivers;
    private final Runnable answered;
    private final Map<String, Inquiry> inquiries = new HashMap<>();

    /**
     * @param answered run on the timeline after each answer; is expected to ask {@link #of} again
     */
    LackingParts(Timeline timeline, Drivers drivers, Runnable answered) {
        this.timeline = timeline;
        this.drivers = drivers;
        this.answered = answered;
    }

    /** What is known of one release of a service. */
    sealed interface Answer {
        /** Its driver is being asked. */
        record Pending() implements Answer {}

        record Nothing() implements Answer {}

        record Lacking(Cause.Part part) implements Answer {}
    }

    /** What is lacking now; a part that was lacking is until it is known to be there. */
    Answer of(ServiceSpec service, Release release) {
        Inquiry inquiry =
                inquiries.compute(
                        service.name(),
                        (_, last) ->
                                last != null && last.release == release.number()
                                        ? last
                                        : new Inquiry(release.number()));
        if (!inquiry.isPending && timeline.instant().isAfter(inquiry.knownUntil)) {
            inquire(inquiry, service, release);
        }
        return inquiry.answer;
    }

    private void inquire(Inquiry inquiry, ServiceSpec service, Release release) {
        inquiry.isPending = true;
        if (inquiry.answer instanceof Answer.Nothing) {
            inquiry.answer = new Answer.Pending();
        }
        timeline.inBackground(
                () -> {
                    Answer answer = ask(service, release);
                    timeline.run(
                            () -> {
                                inquiry.isPending = false;
                                inquiry.answer = answer;
                                inquiry.knownUntil = timeline.instant().plus(KNOWN_FOR);
                                answered.run();
                            });
                });
    }

    /** What the driver says; nothing where it cannot tell: the start then fails with the reason. */
    private Answer ask(ServiceSpec service, Release release) {
        Optional<Cause.Part> part;
        try {
            part =
                    drivers.of(service)
                            .flatMap(
                                    driver ->
                                            driver.lacks(service, Drivers.launch(release.plan())));
        } catch (RuntimeException | Error notSaid) {
            LOG.warn("What {} lacks could not be asked", service.name(), notSaid);
            part = Optional.empty();
        }
        return part.<Answer>map(Answer.Lacking::new).orElseGet(Answer.Nothing::new);
    }

    /** About one release, by its number. */
    private static final class Inquiry {
        private final int release;
        private Answer answer = new Answer.Pending();
        private Instant knownUntil = Instant.MIN;
        private boolean isPending;

        private Inquiry(int release) {
            this.release = release;
        }
    }
}
