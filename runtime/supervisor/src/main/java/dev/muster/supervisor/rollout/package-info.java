/** What replicas are started from, and how those of one release take the place of another's. */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.rollout;
