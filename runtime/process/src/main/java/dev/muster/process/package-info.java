/**
 * What the kernel tells of processes, and how they are told to end: trees, sessions, marks, ports.
 * Knows Linux.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.process;
