/** The control API: a class of routes for each noun, and one list of them. */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.api;
