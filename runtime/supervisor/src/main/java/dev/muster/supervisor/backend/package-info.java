/** What a supervisor takes from the machine: time, threads and chance. */
@NullMarked
package dev.muster.supervisor.backend;

import org.jspecify.annotations.NullMarked;
