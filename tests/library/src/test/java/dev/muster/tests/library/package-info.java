@org.jspecify.annotations.NullMarked
package dev.muster.tests.library;
