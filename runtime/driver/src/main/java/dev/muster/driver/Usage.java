package dev.muster.driver;

/**
 * What a replica takes of the machine.
 *
 * @param residentBytes memory of what runs of it, as far as its driver sees it
 */
public record Usage(long residentBytes) {}
