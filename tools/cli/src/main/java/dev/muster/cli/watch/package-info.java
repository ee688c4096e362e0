/** What {@code up} shows in a terminal while a fleet comes up and runs. */
@org.jspecify.annotations.NullMarked
package dev.muster.cli.watch;
