package dev.muster.service;

/** Something to be done once when a service starts or stops. */
@FunctionalInterface
public interface Hook {
    void run() throws Exception;
}
