/** The fields of a request that a proxy takes away, adds and changes. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.fields;
