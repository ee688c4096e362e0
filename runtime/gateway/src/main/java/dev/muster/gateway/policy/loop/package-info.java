/** Stops requests that go in circles. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.policy.loop;
