package dev.muster.store.event;

/**
 * How much an {@link EventStore} keeps.
 *
 * @param maxFileBytes the file is set aside when it is longer, and the one set aside before it goes
 * @param maxInMemory events that can be asked for
 */
public record EventConfig(long maxFileBytes, int maxInMemory) {

    /**
     * @throws IllegalArgumentException for values out of range
     */
    public EventConfig {
        if (maxFileBytes < 1024) {
            throw new IllegalArgumentException(
                    "maxFileBytes must be 1 KiB or more, is " + maxFileBytes);
        }
        if (maxInMemory < 1) {
            throw new IllegalArgumentException("maxInMemory must be 1 or more, is " + maxInMemory);
        }
    }

    /** Two files of 4 MiB; the last 1,000 events can be asked for. */
    public static EventConfig standard() {
        return new EventConfig(4L << 20, 1_000);
    }
}
