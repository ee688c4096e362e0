/** The host that is any Unix with a JDK. */
@org.jspecify.annotations.NullMarked
package dev.muster.process.portable;
