package dev.muster.client;

import java.time.Duration;

/**
 * How a response is wanted.
 *
 * @param peer who is called, for a log line
 * @param wholeUpTo 0 for a response whose body may be a stream, else how long it may be
 * @param unreadDeadline how long a stream may wait for its reader before it is given up
 */
record ResponseTerms(String peer, int wholeUpTo, Duration unreadDeadline) {}
