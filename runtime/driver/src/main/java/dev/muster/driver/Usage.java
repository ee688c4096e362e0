package dev.muster.driver;

/**
 * What a replica takes of the machine.
 *
 * @param residentBytes memory of all that runs of it
 */
public record Usage(long residentBytes) {}
