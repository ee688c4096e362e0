/** The verbs, one class each; {@code dev.muster.cli.Verbs} lists them. */
@org.jspecify.annotations.NullMarked
package dev.muster.cli.verb;
