/** A request on its way to a replica and back: sent, sent again, passed through, measured. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.proxy;
