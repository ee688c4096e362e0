/** The series of a fleet: scraped, held in a ring of fixed size, and summed on demand. */
@NullMarked
package dev.muster.store.metric;

import org.jspecify.annotations.NullMarked;
