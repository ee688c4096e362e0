package dev.muster.service;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A service as it is described; {@link #start} makes it a {@link RunningService}. Immutable.
 *
 * <p>It is told by its environment where it runs: {@code PORT}, {@code MUSTER_REPLICA}, {@code
 * MUSTER_VERSION}, {@code CONSUL_HTTP_ADDR}, {@code <NEED>_URL}; {@code MUSTER_STOP_GRACE}, how
 * long stopping may take before it is killed (10s); and {@code MUSTER_LOG_LEVEL} (INFO) and {@code
 * MUSTER_TELEMETRY} (on).
 */
public final class Service {
    private final String name;
    private final Consumer<Setup> setup;

    private Service(String name, Consumer<Setup> setup) {
        this.name = name;
        this.setup = setup;
    }

    /**
     * @param name as others call it
     * @param setup says what the service is made of; called when it is started
     */
    public static Service create(String name, Consumer<Setup> setup) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "service name \"" + name + "\" must be lower-case letters, digits and dashes");
        }
        return new Service(name, setup);
    }

    /**
     * Starts the service as this process' own: it stops gracefully, with exit code 0, on TERM and
     * INT. Where it cannot start, the process exits with one sentence that says why.
     */
    public RunningService start() {
        try {
            var running = start(Environment.ofProcess());
            TerminationHook.install(running);
            return running;
        } catch (ServiceException e) {
            System.err.println(name + " did not start: " + e.getMessage());
            System.exit(e.exitCode());
            throw e;
        }
    }

    /**
     * Starts the service with this environment and leaves stopping it to the caller.
     *
     * @throws ServiceException if what the environment says cannot be used
     */
    public RunningService start(Map<String, String> environment) {
        return start(new Environment(environment));
    }

    private RunningService start(Environment environment) {
        return new Assembly(name, environment).start(setup);
    }
}
