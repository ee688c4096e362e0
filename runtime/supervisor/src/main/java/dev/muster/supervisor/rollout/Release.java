package dev.muster.supervisor.rollout;

import dev.muster.build.LaunchPlan;
import dev.muster.fleet.ServiceSpec;

import java.time.Instant;

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

    boolean isOf(ServiceSpec otherSpec, LaunchPlan otherPlan) {
        return spec.equals(otherSpec) && plan.equals(otherPlan);
    }
}
