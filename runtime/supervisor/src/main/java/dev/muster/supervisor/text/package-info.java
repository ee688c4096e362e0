/** Which line of a log tells why a program ended. */
@org.jspecify.annotations.NullMarked
package dev.muster.supervisor.text;
