/**
 * What the connections of one event loop share: its clock, its watch over deadlines, and the two
 * halves of a connection's bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.transport.loop;
