/**
 * Runs replicas as processes of this machine.
 *
 * <p>A process outlives the agent that started it: it has a session of its own, writes to a file,
 * and is known again by its pid, its start time, the machine's boot and a nonce that it carries.
 * What a host does not tell is done without: see docs/systems.md.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.drivers.process;
