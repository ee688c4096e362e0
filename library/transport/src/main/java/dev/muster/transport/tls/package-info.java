/** How a connection to a peer begins that speaks TLS. */
@org.jspecify.annotations.NullMarked
package dev.muster.transport.tls;
