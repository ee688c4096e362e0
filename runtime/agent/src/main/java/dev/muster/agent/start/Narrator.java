package dev.muster.agent.start;

import dev.muster.agent.start.StartAccount.Standing;
import dev.muster.fleet.Cause;
import dev.muster.fleet.DurationText;
import dev.muster.fleet.Sentences;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.SupervisorListener.Outcome;
import dev.muster.supervisor.SupervisorListener.Progress;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Tells the start of a fleet as a terminal shows it: a line for each step, such as {@code build
 * catalog orders 19.2 s}, and one for how long each service took to become ready; and from then on
 * how the fleet stands. Fed by the supervisor's one thread.
 */
public final class Narrator {
    private final StartAccount account;
    private final LongSupplier nanoTime;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private boolean startTold;

    /**
     * @param nanoTime tells the time that passes, as {@link System#nanoTime} does; asked on the
     *     threads of who listens too
     */
    public Narrator(StartAccount account, LongSupplier nanoTime) {
        this.account = account;
        this.nanoTime = nanoTime;
    }

    /** One kind of step over all services, such as every build. */
    private static final class Step {
        private final Set<String> services = new LinkedHashSet<>();
        private final Set<String> running = new LinkedHashSet<>();
        private Duration longest = Duration.ZERO;
    }

    public void progressed(Progress progress) {
        var step = steps.computeIfAbsent(progress.step(), name -> new Step());
        step.services.add(progress.service());
        if (progress.elapsed().compareTo(step.longest) > 0) {
            step.longest = progress.elapsed();
        }
        if (progress.outcome() == Outcome.RUNNING) {
            if (step.running.add(progress.service())) {
                account.beginning(line(progress.step(), progress.service()));
            }
            var running = String.join(" ", step.running);
            long began = nanoTime.getAsLong() - progress.elapsed().toNanos();
            account.step(() -> line(progress.step(), running, since(began)));
            return;
        }
        step.running.remove(progress.service());
        if (progress.outcome() == Outcome.FAILED && !progress.text().isEmpty()) {
            progress.text().lines().forEach(line -> account.line("    " + line));
        }
        if (step.running.isEmpty()) {
            account.line(line(progress.step(), String.join(" ", step.services), step.longest));
            steps.remove(progress.step());
        }
    }

    public void changed(FleetStatus status) {
        if (status.isSettled()) {
            if (!startTold) {
                startTold = true;
                tellReadyTimes(status);
            }
            account.stands(standing(status));
        } else if (startTold) {
            account.moves();
        } else {
            status.services().values().forEach(this::tellWhatBecameOf);
            tellWhoIsAwaited(status);
        }
    }

    /** Each service once for each of what can become of it. */
    private void tellWhatBecameOf(ServiceStatus service) {
        if (service.wanted() > 0
                && service.ready() >= service.wanted()
                && told.add("ready " + service.name())) {
            slowest(service)
                    .ifPresent(
                            time ->
                                    account.beginning(
                                            line("ready", service.name())
                                                    + "    "
                                                    + DurationText.of(time)));
        }
        service.replicas().stream()
                .filter(replica -> replica.phase() == Phase.BACKING_OFF)
                .findFirst()
                .flatMap(ReplicaStatus::cause)
                .filter(_ -> told.add("failed " + service.name()))
                .ifPresent(
                        cause ->
                                account.beginning(
                                        line("failed", service.name()) + ": " + words(cause)));
    }

    private void tellWhoIsAwaited(FleetStatus status) {
        var awaited =
                status.services().values().stream()
                        .filter(service -> service.ready() < service.wanted())
                        .map(ServiceStatus::name)
                        .collect(Collectors.joining(" "));
        if (steps.isEmpty() && !awaited.isEmpty()) {
            account.step(() -> "  start   " + awaited);
        }
    }

    private void tellReadyTimes(FleetStatus status) {
        var ready = readyTimes(status);
        if (!ready.isEmpty()) {
            account.line("  start   " + ready);
        }
    }

    private static Standing standing(FleetStatus status) {
        boolean ready = isBuilt(status) && (status.isReady() || onlyPartsAreMissing(status));
        return new Standing(
                ready,
                status.services().values().stream()
                        .flatMap(service -> trouble(service, status).stream())
                        .toList());
    }

    private static boolean othersAreUp(ServiceStatus service, FleetStatus status) {
        return status.services().size() > 1
                && status.services().values().stream()
                        .filter(other -> !other.name().equals(service.name()))
                        .allMatch(other -> other.ready() >= other.wanted());
    }

    private static Optional<String> trouble(ServiceStatus service, FleetStatus status) {
        if (service.build() instanceof FleetStatus.BuildState.Failed) {
            return Optional.of(
                    "  "
                            + service.name()
                            + " did not build"
                            + (service.ready() > 0
                                    ? "; it runs what was built before."
                                    : othersAreUp(service, status)
                                            ? "; the other services are up."
                                            : ".")
                            + " Log: .muster/build/"
                            + service.name()
                            + ".log");
        }
        return service.replicas().stream()
                .filter(replica -> replica.phase() != Phase.READY)
                .findFirst()
                .flatMap(ReplicaStatus::cause)
                .map(cause -> "  " + service.name() + " is not ready: " + words(cause));
    }

    /** A service that runs what was built before is not what was asked for. */
    private static boolean isBuilt(FleetStatus status) {
        return status.services().values().stream()
                .noneMatch(service -> service.build() instanceof FleetStatus.BuildState.Failed);
    }

    /** Services that wait for what this machine lacks do not make a start a failure. */
    private static boolean onlyPartsAreMissing(FleetStatus status) {
        return status.services().values().stream()
                .filter(service -> service.ready() < service.wanted())
                .allMatch(
                        service ->
                                service.build() instanceof FleetStatus.BuildState.Done
                                        && service.replicas().stream()
                                                .filter(replica -> replica.phase() != Phase.READY)
                                                .allMatch(
                                                        replica ->
                                                                replica.phase() == Phase.WAITING));
    }

    private static String readyTimes(FleetStatus status) {
        return status.services().values().stream()
                .flatMap(
                        service ->
                                slowest(service)
                                        .map(time -> service.name() + " " + DurationText.of(time))
                                        .stream())
                .collect(Collectors.joining("  "));
    }

    private static Optional<Duration> slowest(ServiceStatus service) {
        return service.replicas().stream()
                .flatMap(replica -> replica.readyAfter().stream())
                .max(Comparator.naturalOrder());
    }

    private static String words(Cause cause) {
        return Sentences.of(cause).text();
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }

    private static String line(String step, String services, Duration elapsed) {
        return line(step, services) + "    " + DurationText.of(elapsed);
    }

    private static String line(String step, String services) {
        return "  " + step + " ".repeat(Math.max(1, 8 - step.length())) + services;
    }
}
