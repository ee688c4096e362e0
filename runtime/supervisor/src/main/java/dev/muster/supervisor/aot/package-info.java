/**
 * The AOT caches of JVM services, made beside the fleet when the machine has time for them. Nothing
 * waits for one, and a replica never runs code out of one that its jar does not hold.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.aot;
