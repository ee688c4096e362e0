/** How the path of a request is read, and which route it belongs to. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.path;
