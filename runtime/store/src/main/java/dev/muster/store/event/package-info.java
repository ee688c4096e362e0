/** What happened in a fleet, in order, in a file that outlives the agent. */
@NullMarked
package dev.muster.store.event;

import org.jspecify.annotations.NullMarked;
