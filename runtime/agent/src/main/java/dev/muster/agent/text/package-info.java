/**
 * The control API's views as a terminal shows them. Pure functions of the views; no service of the
 * agent is seen here.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.text;
