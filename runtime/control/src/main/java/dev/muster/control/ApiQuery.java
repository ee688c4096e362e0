package dev.muster.control;

/** The words of queries of the control API. */
public final class ApiQuery {
    /** How wide a text may be, in characters; 100 where it is not said. */
    public static final String COLUMNS = "columns";

    /** Present where a text may have colours. */
    public static final String COLOUR = "colour";

    /**
     * Which text of the fleet: {@code table}, {@code first}, {@code watch}, {@code services} or
     * {@code difference}.
     */
    public static final String SCREEN = "screen";

    /** Present where the first screen is followed by a table that is drawn again and again. */
    public static final String KEYS = "keys";

    /**
     * How much of the fleet a stream tells of: {@code services} is everything and what counts where
     * it is not said; {@code names} is how the fleet is, and the names and states of what is in it.
     */
    public static final String SHOW = "show";

    public static final String SERVICE = "service";
    public static final String REPLICA = "replica";
    public static final String GREP = "grep";
    public static final String LEVEL = "level";

    /** An age such as {@code 5m}, or a time. */
    public static final String SINCE = "since";

    /** How many of the newest, 0 to 10000. */
    public static final String LIMIT = "limit";

    /** Present where each new line is wanted as it comes. */
    public static final String FOLLOW = "follow";

    /** Present where replicas are killed at once. */
    public static final String FORCE = "force";

    private ApiQuery() {}
}
