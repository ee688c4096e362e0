/** The agent as the command sees it: which fleet is meant, where its agent is, and its orders. */
@org.jspecify.annotations.NullMarked
package dev.muster.cli.agent;
