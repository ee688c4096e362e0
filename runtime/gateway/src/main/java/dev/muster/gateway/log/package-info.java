/** What is written down of each request. */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway.log;
