/** Files that survive a crash: written whole or not at all, and told when they are damaged. */
@org.jspecify.annotations.NullMarked
package dev.muster.state;
