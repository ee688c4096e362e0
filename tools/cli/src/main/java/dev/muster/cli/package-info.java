@org.jspecify.annotations.NullMarked
package dev.muster.cli;
