package dev.muster.driver;

import dev.muster.fleet.Cause;

/**
 * How what ran of a replica ended.
 *
 * @param failure for people: why it has to be started again
 * @param end for whoever had a request on its way to it, as far as nobody told it to stop
 */
public record Ending(Cause.Failure failure, ReplicaEnd end) {}
