/**
 * The line that was typed: what a verb declares, how it is read against that, and how a command
 * ends.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.cli.line;
