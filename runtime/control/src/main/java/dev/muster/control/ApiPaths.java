package dev.muster.control;

/**
 * Where the agent answers: every path of the control API, as {@code
 * docs/reference/control-api.json} describes them. {@code {name}} stands for a service; {@link
 * Target} puts one in.
 */
public final class ApiPaths {
    /** The version of the API that this house speaks; another one would lie beside it. */
    public static final String ROOT = "/api/v1";

    public static final String FLEET = ROOT + "/fleet";

    /** The fleet whenever what is shown of it has changed, as events. */
    public static final String FLEET_STREAM = FLEET + "/stream";

    /**
     * GET: what happens while the fleet comes up, as events. POST: the same, and owns the fleet.
     */
    public static final String UP = ROOT + "/up";

    public static final String DOWN = ROOT + "/down";
    public static final String EXPLAIN = ROOT + "/services/{name}/explain";
    public static final String SCALE = ROOT + "/services/{name}/scale";
    public static final String RESTART = ROOT + "/services/{name}/restart";
    public static final String LOGS = ROOT + "/logs";
    public static final String EVENTS = ROOT + "/events";

    /** Trades a one-time token for a session. */
    public static final String SESSION = ROOT + "/session";

    /** Makes a one-time token. */
    public static final String SESSION_TOKEN = SESSION + "/token";

    /** Figures for Prometheus; no part of the versioned API. */
    public static final String METRICS = "/metrics";

    private ApiPaths() {}
}
