/**
 * The logs of a fleet: what its replicas write, read where they write it, in whatever form they do.
 */
@NullMarked
package dev.muster.store.log;

import org.jspecify.annotations.NullMarked;
