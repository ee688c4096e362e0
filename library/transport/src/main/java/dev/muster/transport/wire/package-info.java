/**
 * What the bytes of HTTP/1.1 are: heads and bodies read strictly and written, with no connection.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.transport.wire;
