package dev.muster.supervisor;

import dev.muster.build.LaunchPlan;
import dev.muster.driver.DriverException;
import dev.muster.driver.Launch;
import dev.muster.driver.ReplicaStart;
import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.fleet.ReplicaName;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.aot.AotCaches;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaSetting;
import dev.muster.supervisor.replica.ReplicaSetting.StartException;

import java.util.HashMap;
import java.util.Map;

/** Starts a replica on its port, with its environment. */
final class ReplicaStarter implements ReplicaSetting.Starter {

    /** Tells a replica in milliseconds how long it may take to stop: {@code 10000ms}. */
    static final String STOP_GRACE = "MUSTER_STOP_GRACE";

    private final SupervisorConfig config;
    private final Ports ports;
    private final ReplicaEnvironment environment;
    private final Drivers drivers;
    private final AotCaches caches;
    private final ReplicaSetting.Notices notices;

    ReplicaStarter(
            SupervisorConfig config,
            Ports ports,
            ReplicaEnvironment environment,
            Drivers drivers,
            AotCaches caches,
            ReplicaSetting.Notices notices) {
        this.config = config;
        this.ports = ports;
        this.environment = environment;
        this.drivers = drivers;
        this.caches = caches;
        this.notices = notices;
    }

    @Override
    public RunningReplica start(Release release, int number, String portName)
            throws StartException {
        try {
            return startAt(release, number, portName);
        } catch (DriverException | SupervisorException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private RunningReplica startAt(Release release, int number, String portName) {
        ServiceSpec service = release.spec();
        LaunchPlan plan = release.plan();
        String replica = new ReplicaName(service.name(), number).toString();
        int port = freePort(service.name(), replica, portName);
        Launch launch = Drivers.launch(caches.starting(plan, replica + "." + port));
        var variables = variables(service, replica, port, plan);
        return drivers.of(service)
                .orElseThrow(() -> new SupervisorException("nothing here runs it"))
                .start(new ReplicaStart(launch, service.name(), number, port, variables));
    }

    private int freePort(String service, String replica, String portName) {
        int port = ports.of(portName);
        if (Ports.isFree(port)) {
            return port;
        }
        String owner = ports.owner(port).orElse("another program");
        int other = ports.another(portName);
        notices.happened(
                Severity.WARN,
                Subject.replica(service, replica),
                new Cause.PortTaken(port, owner, other));
        return other;
    }

    private Map<String, String> variables(
            ServiceSpec service, String replica, int port, LaunchPlan plan) {
        var variables = new HashMap<>(plan.environment());
        variables.putAll(service.inherited(config.environment()));
        variables.put("MUSTER_VERSION", plan.version());
        variables.putAll(environment.of(service, replica, port));
        variables.putAll(service.env());
        // None of these is for the fleet file to say: the replica is found again by them.
        variables.put("PORT", Integer.toString(port));
        variables.put("MUSTER_SERVICE", service.name());
        variables.put("MUSTER_REPLICA", replica);
        variables.put(STOP_GRACE, service.stopGrace().toMillis() + "ms");
        return variables;
    }
}
