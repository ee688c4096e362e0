/** Where the agent's time, threads and chance come from. */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.backend;
