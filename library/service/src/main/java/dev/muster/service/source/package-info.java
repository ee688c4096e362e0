/** The kinds of places that endpoints of other services may come from; one file each. */
@org.jspecify.annotations.NullMarked
package dev.muster.service.source;
