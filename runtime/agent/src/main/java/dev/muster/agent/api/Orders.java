package dev.muster.agent.api;

/**
 * What the control API may order. Each call blocks until it is done and answers with words for the
 * user.
 */
public interface Orders {
    /** Runs {@code replicas} replicas of a service. */
    String scale(String service, int replicas);

    /** Builds what changed of a service and replaces its replicas. */
    String restart(String service);

    /**
     * Stops the fleet and, once the answer is sent, the agent.
     *
     * @param force without waiting for requests in flight; also speeds up a stop that is under way
     */
    String down(boolean force);
}
