/**
 * Muster as its users meet it: the command, a fleet that runs, and what goes wrong with one.
 *
 * <p>All classes share one {@link dev.muster.tests.Clone} of this repository and one running shop,
 * and run one after another. {@code MUSTER_KEEP_CLONE=1} keeps what the clone built before, for
 * those who work on these tests; {@code MUSTER_KILLS} says how many replicas are killed under load.
 */
@NullMarked
package dev.muster.tests;

import org.jspecify.annotations.NullMarked;
