/** Who may reach the agent. */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.access;
