/** Why a service is as it is, in sentences. */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.explain;
