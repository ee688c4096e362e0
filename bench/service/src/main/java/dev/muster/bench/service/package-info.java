/** The service that is measured. */
@org.jspecify.annotations.NullMarked
package dev.muster.bench.service;
