/**
 * What the operating system tells of processes, and how they are told to end: trees, sessions,
 * marks, ports. {@link dev.muster.process.Host} is all that differs between systems.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.process;
