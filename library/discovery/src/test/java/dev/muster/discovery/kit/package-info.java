/** The conformance kit: extend the class that fits a source, and its claims are tested. */
@org.jspecify.annotations.NullMarked
package dev.muster.discovery.kit;
