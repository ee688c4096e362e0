/** From a service's sources to what is run: Maven modules, jars, and caches of the JVM. */
@org.jspecify.annotations.NullMarked
package dev.muster.build;
