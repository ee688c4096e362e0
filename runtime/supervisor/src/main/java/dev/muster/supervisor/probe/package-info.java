/**
 * Asks one replica from outside whether it is ready, as its callers meet it, and says why it is
 * not: one check ({@code Probe}), what a pass is worth while nobody knows who answered ({@code
 * ReplicaCheck}), and checks again and again ({@code ProbeLoop}).
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.probe;
