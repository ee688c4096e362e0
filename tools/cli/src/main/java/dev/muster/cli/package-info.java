/**
 * The {@code muster} command: a thin client of the control API. It finds the fleet, asks its agent,
 * and prints what the agent rendered; only {@code up} does more, because there may be no agent yet.
 *
 * {@snippet :
 * int exitCode = new Command(console, Verbs.all(console, installation, folder)).run(List.of("ps", "--json"));
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.cli;
