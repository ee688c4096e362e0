/**
 * What a supervisor leaves on the disk for the one after it: which processes run, and whether there
 * is room to write that down.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.state;
