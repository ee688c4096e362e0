/**
 * What replicas are started from: turns a service of the fleet file and what was built of it into a
 * release, or into the part that is lacking, and remembers the releases for later agents.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.release;
