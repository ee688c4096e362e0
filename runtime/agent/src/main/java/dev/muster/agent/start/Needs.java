package dev.muster.agent.start;

import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.gateway.Need;
import dev.muster.supervisor.Ports;
import dev.muster.supervisor.ReplicaEnvironment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses by which services reach what they need, and the environment that tells them.
 *
 * <p>A need that speaks HTTP is reached through a loopback port of the gateway, one for each
 * caller, so that it is balanced and what passes is known by its caller. A database is not balanced
 * and must outlive the agent, so a need that speaks TCP is reached at its first replica's own port.
 */
public final class Needs implements ReplicaEnvironment {
    private final FleetSpec fleet;
    private final Ports ports;
    private final int registryPort;
    private final int gatewayPort;

    public Needs(FleetSpec fleet, Ports ports, int registryPort, int gatewayPort) {
        this.fleet = fleet;
        this.ports = ports;
        this.registryPort = registryPort;
        this.gatewayPort = gatewayPort;
    }

    /**
     * Every address that the gateway is to open. One that some other program has taken, such as the
     * same fleet's in another checkout, is replaced for good.
     */
    public List<Need> throughGateway() {
        var needs = new ArrayList<Need>();
        for (var caller : fleet.services().values()) {
            for (var need : caller.needs()) {
                if (isThroughGateway(need)) {
                    needs.add(new Need(caller.name(), need, freePort(caller, need)));
                }
            }
        }
        return needs;
    }

    @Override
    public Map<String, String> of(ServiceSpec service, String replica, int port) {
        var environment = new HashMap<String, String>();
        environment.put("MUSTER_GATEWAY_URL", "http://127.0.0.1:" + gatewayPort);
        environment.put("CONSUL_HTTP_ADDR", "127.0.0.1:" + registryPort);
        for (var need : service.needs()) {
            environment.put(
                    ServiceSpec.urlVariable(need),
                    isThroughGateway(need)
                            ? "http://127.0.0.1:" + port(service, need)
                            : "tcp://127.0.0.1:" + ports.of(need + "-1"));
        }
        return environment;
    }

    private boolean isThroughGateway(String need) {
        return fleet.service(need)
                .filter(service -> service.protocol() == Protocol.HTTP)
                .isPresent();
    }

    private int port(ServiceSpec caller, String need) {
        return ports.of(name(caller, need));
    }

    private int freePort(ServiceSpec caller, String need) {
        int port = port(caller, need);
        return Ports.isFree(port) ? port : ports.another(name(caller, need));
    }

    private static String name(ServiceSpec caller, String need) {
        return caller.name() + ">" + need;
    }
}
