package dev.muster.service;

import java.util.Map;
import java.util.function.Consumer;

/**
 * A service as it is described; {@link #start} makes it a {@link RunningService}. Immutable.
 *
 * <p>It is told by its environment where it runs: {@code PORT}, {@code MUSTER_BIND}, {@code
 * MUSTER_REPLICA}, {@code MUSTER_VERSION}, {@code CONSUL_HTTP_ADDR}, {@code <NEED>_URL}; {@code
 * MUSTER_ADVERTISE}, the address that it tells the registry of itself; {@code SSL_CERT_FILE}, the
 * issuers that are trusted at {@code https} addresses; {@code MUSTER_STOP_GRACE}, how long stopping
 * may take before it is killed (10s); {@code MUSTER_BODY_MEMORY}, what bodies may take, in MiB (a
 * third of the heap); {@code LOG_LEVEL}, such as {@code info,com.acme=debug}; and {@code
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
     * @param name as others call it: lower-case letters, digits and dashes
     * @param setup says what the service is made of; called when it is started
     */
    public static Service create(String name, Consumer<Setup> setup) {
        return new Service(name, setup);
    }

    /**
     * Starts the service as this process' own: it stops gracefully, with exit code 0, on TERM and
     * INT. Where it cannot start, the process exits with one sentence on standard error that says
     * why, and the code 2 for its configuration or description, 3 for its port, 4 for what failed
     * while it started. A stack trace is added only to a fault of the program, whose code is 1; the
     * others are logged at DEBUG.
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
        } catch (Throwable e) {
            System.err.println(name + " did not start: " + Words.of(e));
            e.printStackTrace();
            System.exit(1);
            throw e;
        }
    }

    /**
     * Starts the service with this environment and leaves stopping it to the caller.
     *
     * @throws ServiceException if it cannot start
     */
    public RunningService start(Map<String, String> environment) {
        return start(new Environment(environment));
    }

    private RunningService start(Environment environment) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw ServiceException.description(
                    "a service's name is lower-case letters, digits and dashes");
        }
        return new Assembly(name, environment, Surroundings.SOURCES).start(setup);
    }
}
