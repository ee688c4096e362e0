/**
 * The agent: the process that runs one fleet, and the only module that sees all of the runtime.
 *
 * <p>{@code Agent} makes the parts and hands each what it needs; {@code Wiring} is where they meet;
 * {@code ControlApi} is how the command and the dashboard reach them.
 *
 * {@snippet :
 * Main.main(new String[] {"examples/shop", "--gateway-port=8080"});
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.agent;
