package dev.muster.supervisor.replica;

import java.time.Duration;

/**
 * What a user tunes about the life of every replica; what differs between services is in the fleet
 * file.
 *
 * @param needsWait how long a replica waits for its needs before it starts without them
 * @param drain between leaving the rotation and being told to stop
 * @param attempts how often in a row a replica that failed is started again, before it is given up
 * @param firstPause before the second attempt; doubles with each
 * @param longestPause the pause never grows beyond it
 * @param stableAfter ready for so long, a replica's failures are forgotten
 */
public record ReplicaConfig(
        Duration needsWait,
        Duration drain,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration stableAfter) {}
