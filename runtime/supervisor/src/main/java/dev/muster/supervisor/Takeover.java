package dev.muster.supervisor;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.process.DeathWatch;
import dev.muster.supervisor.Adoption.Found;
import dev.muster.supervisor.rollout.ReleaseLedger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Hands the processes that an earlier agent left running to the services they belong to. */
final class Takeover {

    private static final Duration STRAY_GRACE = Duration.ofSeconds(5);

    private final FleetRun fleet;
    private final Path runDirectory;
    private final ReleaseLedger ledger;

    Takeover(FleetRun fleet, Path runDirectory, ReleaseLedger ledger) {
        this.fleet = fleet;
        this.runDirectory = runDirectory;
        this.ledger = ledger;
    }

    /**
     * Takes over what runs; says how many there are. On the timeline's thread, before the start.
     */
    int from(StateFile.Loaded loaded) {
        loaded.damage().ifPresent(text -> told(Severity.ERROR, new Cause.StateDamaged(text)));
        var result = new Adoption(runDirectory).search(loaded.state().processes());
        result.ended()
                .forEach(
                        (identity, status) ->
                                fleet.happened(
                                        Severity.WARN,
                                        Subject.replica(identity.service(), identity.replica()),
                                        new Cause.EndedUnwatched(status)));
        result.left().forEach(fleet::left);
        var deaths = new DeathWatch();
        for (Found found : result.running()) {
            adopt(found, deaths, wanted(loaded.state().wanted()));
        }
        deaths.start();
        return result.running().size();
    }

    private void told(Severity severity, Cause cause) {
        fleet.happened(severity, Subject.fleet(), cause);
    }

    /** A number of replicas that was asked for lasts as long as any of them. */
    private Map<String, Integer> wanted(Map<String, Integer> remembered) {
        var wanted = new HashMap<String, Integer>();
        fleet.services().forEach(s -> wanted.put(s.name(), s.spec().replicas()));
        remembered.forEach((service, count) -> wanted.replace(service, count));
        return wanted;
    }

    private void adopt(Found found, DeathWatch deaths, Map<String, Integer> wanted) {
        var identity = found.identity();
        var process = found.watchedBy(deaths);
        Optional<ServiceRun> owner =
                fleet.services()
                        .filter(s -> s.name().equals(identity.service()))
                        .filter(ServiceRun::isRunHere)
                        .findFirst();
        if (owner.isEmpty()) {
            told(Severity.WARN, new Cause.NoSuchService(identity.replica()));
            fleet.end(process, STRAY_GRACE);
            return;
        }
        int count = wanted.getOrDefault(identity.service(), 0);
        owner.get().want(count);
        var release = ledger.of(identity.service(), identity.fingerprint());
        owner.get().adopt(process, release, identity.number() <= count);
    }
}
