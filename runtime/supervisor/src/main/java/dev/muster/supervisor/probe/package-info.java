/** Asks one replica from outside whether it is ready, and says why it is not. */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.probe;
