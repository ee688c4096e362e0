/**
 * How the replicas of one release take the places of those of another. {@code RolloutPolicy} is a
 * pure table over two sets; {@code RolloutRun} shows it the {@code ReplicaSet}s of a service and
 * does what it asks for.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.rollout;
