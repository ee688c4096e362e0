/**
 * The life of one replica. {@code ReplicaState} says where it is in it and {@code ReplicaPolicy}, a
 * pure table, what follows; {@code ReplicaRun} feeds the table with what happens and does what it
 * asks for, and {@code ReplicaAccount} tells people of it.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.replica;
