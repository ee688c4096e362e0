/** Keeps the paths from the edge that are nobody's business outside. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.policy.kept;
