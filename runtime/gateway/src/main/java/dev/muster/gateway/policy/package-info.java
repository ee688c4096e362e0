/** What the edge asks of a request before a service is asked. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.policy;
