/** How long a request's body may be, by route. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.policy.limit;
