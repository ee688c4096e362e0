/** The host that is Linux, and the only reader of {@code /proc}. */
@org.jspecify.annotations.NullMarked
package dev.muster.process.linux;
