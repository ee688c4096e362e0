/**
 * The one thread that decides. Everything about replicas happens on it, one thing after another, so
 * nothing of it is locked; what blocks is done in the background and comes back as a task.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.timeline;
