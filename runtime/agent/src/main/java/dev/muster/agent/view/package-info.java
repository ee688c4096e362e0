/** The fleet as it is shown: put together from what its parts know. */
@org.jspecify.annotations.NullMarked
package dev.muster.agent.view;
