/**
 * What happens before and while a fleet comes up: its folder, its ports, its account of the start.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.start;
