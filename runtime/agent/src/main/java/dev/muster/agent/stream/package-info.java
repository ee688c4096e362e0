/** News as it comes: who waits for changes, and streams of events. */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.stream;
