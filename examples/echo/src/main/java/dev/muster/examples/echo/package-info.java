/** A service that answers any request with what it received. */
@org.jspecify.annotations.NullMarked
package dev.muster.examples.echo;
