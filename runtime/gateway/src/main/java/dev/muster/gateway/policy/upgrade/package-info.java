/** What becomes of requests to change the protocol. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.policy.upgrade;
