/** A terminal: what is drawn in it, and the keys that come from it. Knows nothing of fleets. */
@org.jspecify.annotations.NullMarked
package dev.muster.cli.terminal;
