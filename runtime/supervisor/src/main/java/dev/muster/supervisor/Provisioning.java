package dev.muster.supervisor;

import dev.muster.build.Builds;
import dev.muster.build.Builds.Job;
import dev.muster.build.Builds.Result;
import dev.muster.fleet.Cause;
import dev.muster.fleet.ReplicaName;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.SupervisorListener.Outcome;
import dev.muster.supervisor.SupervisorListener.Progress;
import dev.muster.supervisor.release.Preparation;
import dev.muster.supervisor.release.Prepared;
import dev.muster.supervisor.rollout.Rollout.Failure;
import dev.muster.supervisor.timeline.Timeline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Gets services ready to be started: builds what changed, and hands the fleet its plans. */
final class Provisioning implements AutoCloseable {

    private final Timeline timeline;
    private final BlockingCalls calls;
    private final FleetRun fleet;
    private final Preparation preparation;
    private final Builds builds;
    private final Rolling rolling;
    private volatile boolean closed;

    Provisioning(
            Timeline timeline,
            BlockingCalls calls,
            FleetRun fleet,
            Preparation preparation,
            Builds builds,
            Rolling rolling) {
        this.timeline = timeline;
        this.calls = calls;
        this.fleet = fleet;
        this.preparation = preparation;
        this.builds = builds;
        this.rolling = rolling;
    }

    /**
     * Begins to provision every service, at the start of the fleet. What needs no build does not
     * wait for the others'.
     */
    void begin(Collection<ServiceSpec> services) {
        inBackground(() -> provisionAll(services));
    }

    private void provisionAll(Collection<ServiceSpec> services) {
        Builds.Survey survey = builds.survey(services);
        List<String> toBuild = survey.jobs().stream().map(Job::service).toList();
        for (ServiceSpec service : services) {
            if (!toBuild.contains(service.name())) {
                var unreadable = Optional.ofNullable(survey.unreadable().get(service.name()));
                unreadable.ifPresent(failed -> tellFailed(service.name(), failed));
                inBackground(() -> hand(service, unreadable));
            }
        }
        // What is built starts while the rest is being built.
        Set<String> handed = ConcurrentHashMap.newKeySet();
        Map<String, Result> results =
                build(
                        survey.jobs(),
                        built ->
                                services.stream()
                                        .filter(service -> service.name().equals(built))
                                        .filter(service -> handed.add(service.name()))
                                        .forEach(
                                                s ->
                                                        inBackground(
                                                                () -> hand(s, Optional.empty()))));
        for (ServiceSpec service : services) {
            var failed = failure(results.get(service.name()));
            boolean isNews = failed.isPresent() || !handed.contains(service.name());
            if (toBuild.contains(service.name()) && isNews) {
                inBackground(() -> hand(service, failed));
            }
        }
    }

    /**
     * One service, before its replicas are replaced.
     *
     * @return why it did not build, if so
     * @throws SupervisorException when everything is being stopped meanwhile
     */
    Optional<Result.Failed> provision(ServiceSpec service) {
        Builds.Survey survey = builds.survey(List.of(service));
        var results = new LinkedHashMap<String, Result>(survey.unreadable());
        results.putAll(build(survey.jobs(), _ -> {}));
        Optional<Result.Failed> failure = failure(results.get(service.name()));
        if (failure.isPresent()) {
            String problem = failure.get().problem();
            timeline.run(() -> fleet.buildFailed(service.name(), problem));
            return failure;
        }
        hand(service, preparation.prepare(service, Optional.empty()), new BuildState.Done());
        return Optional.empty();
    }

    /** Does what blocks; that a stop comes between is no failure. */
    private void inBackground(Runnable task) {
        timeline.inBackground(
                () -> {
                    try {
                        task.run();
                    } catch (SupervisorException e) {
                        if (!closed) {
                            throw e;
                        }
                    }
                });
    }

    /** Pids of what could not be ended of a build. Blocks. */
    List<Long> left() {
        return builds.left();
    }

    @Override
    public void close() {
        closed = true;
        builds.close();
    }

    private static Optional<Result.Failed> failure(@Nullable Result result) {
        return result instanceof Result.Failed failed ? Optional.of(failed) : Optional.empty();
    }

    private Map<String, Result> build(List<Job> jobs, Consumer<String> built) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        Instant began = timeline.instant();
        jobs.forEach(job -> step(job.service(), "build", began, Outcome.RUNNING, ""));
        Map<String, Result> results =
                builds.build(
                        jobs,
                        new Builds.Steps() {
                            @Override
                            public void at(Collection<String> services, String step) {
                                services.forEach(
                                        s -> step(s, "build", began, Outcome.RUNNING, step));
                            }

                            @Override
                            public void built(String service) {
                                built.accept(service);
                            }
                        });
        if (closed) {
            throw new SupervisorException("The fleet is being stopped.");
        }
        results.forEach(
                (service, result) -> {
                    if (result instanceof Result.Failed failed) {
                        step(service, "build", began, Outcome.FAILED, failed.problem());
                        tellFailed(service, failed);
                    } else {
                        step(service, "build", began, Outcome.DONE, "");
                    }
                });
        return results;
    }

    private void tellFailed(String service, Result.Failed failed) {
        var log = Optional.of(failed.log().toString());
        fleet.happened(
                Severity.ERROR,
                Subject.service(service),
                new Cause.DidNotBuild(failed.problem(), log));
    }

    private void hand(ServiceSpec service, Optional<Result.Failed> failure) {
        Optional<String> problem = failure.map(Result.Failed::problem);
        BuildState build =
                problem.<BuildState>map(BuildState.Failed::new).orElseGet(BuildState.Done::new);
        // In turn, or a restart that builds newer code meanwhile would be undone.
        rolling.inTurn(
                service.name(),
                () -> {
                    hand(service, preparation.prepare(service, problem), build);
                    return true;
                });
        replaceOutdated(service);
    }

    /** Replicas that an earlier agent started may run what was the newest code then. */
    private void replaceOutdated(ServiceSpec service) {
        if (calls.ask(() -> fleet.service(service.name()).outdated()).isEmpty()) {
            return;
        }
        calls.await(calls.ask(() -> fleet.service(service.name()).started()));
        var outcome =
                rolling.inTurn(
                        service.name(),
                        () -> rolling.replace(service.name(), ServiceRun::outdated));
        outcome.failure()
                .ifPresent(
                        failure ->
                                fleet.happened(
                                        Severity.ERROR,
                                        Subject.service(service.name()),
                                        notReplaced(service, failure)));
    }

    private static Cause notReplaced(ServiceSpec service, Failure failure) {
        String replica = new ReplicaName(service.name(), failure.number()).toString();
        return failure.oldGoesOn()
                ? new Cause.NewReplicaNotReady(replica, failure.cause())
                : new Cause.ReplacementNotReady(replica, failure.cause());
    }

    private void hand(ServiceSpec service, Prepared prepared, BuildState build) {
        calls.ask(
                () -> {
                    fleet.prepared(service.name(), prepared, build);
                    return true;
                });
    }

    private void step(String service, String step, Instant began, Outcome outcome, String text) {
        var progress =
                new Progress(
                        service, step, Duration.between(began, timeline.instant()), outcome, text);
        timeline.run(() -> fleet.progressed(progress));
    }
}
