package dev.muster.supervisor;

import dev.muster.driver.Adopted;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.release.ReleaseLedger;
import dev.muster.supervisor.state.StateFile;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Hands the processes that an earlier agent left running to the services they belong to. */
final class Takeover {

    private static final Duration STRAY_GRACE = Duration.ofSeconds(5);

    private final FleetRun fleet;
    private final Drivers drivers;
    private final ReleaseLedger ledger;

    Takeover(FleetRun fleet, Drivers drivers, ReleaseLedger ledger) {
        this.fleet = fleet;
        this.drivers = drivers;
        this.ledger = ledger;
    }

    /**
     * Takes over what runs; says how many there are. On the timeline's thread, before the start.
     *
     * @param found what drivers found of what was remembered, and beside it
     */
    int from(StateFile.Loaded loaded, Adopted found) {
        loaded.damage().ifPresent(text -> told(Severity.ERROR, new Cause.StateDamaged(text)));
        found.ended()
                .forEach(
                        (identity, status) ->
                                fleet.happened(
                                        Severity.WARN,
                                        Subject.replica(identity.service(), identity.replica()),
                                        new Cause.EndedUnwatched(status)));
        found.left().forEach(fleet::left);
        for (RunningReplica running : found.running()) {
            adopt(running, wanted(loaded.state().wanted()));
        }
        return found.running().size();
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

    private void adopt(RunningReplica running, Map<String, Integer> wanted) {
        var identity = running.identity();
        Optional<ServiceRun> owner =
                fleet.services()
                        .filter(s -> s.name().equals(identity.service()))
                        .filter(s -> drivers.of(s.spec()).isPresent())
                        .findFirst();
        if (owner.isEmpty()) {
            told(Severity.WARN, new Cause.NoSuchService(identity.replica()));
            fleet.end(running, STRAY_GRACE);
            return;
        }
        int count = wanted.getOrDefault(identity.service(), 0);
        owner.get().want(count);
        var release = ledger.of(identity.service(), identity.fingerprint());
        owner.get().adopt(running, release, identity.number() <= count);
    }
}
