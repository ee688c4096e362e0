package dev.muster.fleet;

/** What is said of a key of the fleet file. */
interface KeyText {
    String name();

    boolean required();

    /** What stands in for an absent key; empty where nothing does. */
    String fallback();

    /** The key with a value, as the file has it. */
    String example();

    /** What the key is for, in one sentence. */
    String text();

    /** What the key is for, and what its absence means. */
    default String explanation() {
        return fallback().isEmpty() ? text() : text() + " Unless set: " + fallback() + ".";
    }
}
