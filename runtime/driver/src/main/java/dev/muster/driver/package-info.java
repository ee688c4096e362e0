/**
 * How a replica is run: what the supervisor asks of a driver, and the values that pass between the
 * two. A driver is one module below {@code runtime/drivers} that the agent's list names.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.driver;
