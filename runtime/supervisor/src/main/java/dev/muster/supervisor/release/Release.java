package dev.muster.supervisor.release;

import dev.muster.build.Digest;
import dev.muster.build.LaunchPlan;
import dev.muster.fleet.ServiceSpec;

import java.time.Instant;
import java.util.TreeMap;

/**
 * What the replicas of a service are started from. Immutable: another spec or another plan is
 * another release.
 *
 * @param number counts the releases of the service, from 1
 * @param at when it was first prepared
 */
public record Release(int number, Instant at, ServiceSpec spec, LaunchPlan plan) {

    /** As people are shown it, such as {@code r7}. */
    public String id() {
        return "r" + number;
    }

    /** Differs whenever replicas of one release have to be replaced by those of the other. */
    public String fingerprint() {
        return plan.fingerprint();
    }

    /** Differs for another spec or plan. */
    static String digest(ServiceSpec spec, LaunchPlan plan) {
        return new Digest()
                .text(spec.toString())
                .text(plan.arguments().toString())
                .text(new TreeMap<>(plan.environment()).toString())
                .text(plan.directory().toString())
                .text(plan.fingerprint())
                .text(plan.cache().toString())
                .hex();
    }
}
