package dev.muster.agent.start;

import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;
import dev.muster.fleet.FleetSpec;
import dev.muster.supervisor.Ports;
import dev.muster.transport.PortOwner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The ports that a user may find taken; all of them are looked at before the first is opened. */
public record PortClaims(PortClaim gateway, PortClaim dashboard, PortClaim registry) {

    public static PortClaims of(AgentConfig config, FleetSpec fleet) {
        return new PortClaims(
                PortClaim.of(
                        config.gatewayPort(),
                        fleet.gateway().port(),
                        "gateway.port",
                        "--gateway-port"),
                PortClaim.of(
                        config.dashboardPort(),
                        fleet.dashboard().port(),
                        "dashboard.port",
                        "--dashboard-port"),
                PortClaim.of(
                        config.registryPort(),
                        fleet.registry().port(),
                        "registry.port",
                        "--registry-port"));
    }

    /**
     * @throws AgentException naming every port that is taken, who has it, and the one command that
     *     avoids them all; or the port that is wanted twice
     */
    public void requireFree(RunningFleets fleets) {
        requireDifferent();
        var taken = all().stream().filter(PortClaim::isTaken).toList();
        if (!taken.isEmpty()) {
            throw new AgentException(sentence(taken, fleets));
        }
    }

    /** Options may give one the port that another has by the fleet file. */
    private void requireDifferent() {
        var byPort = new LinkedHashMap<Integer, PortClaim>();
        for (var claim : all()) {
            var other = claim.port() == 0 ? null : byPort.putIfAbsent(claim.port(), claim);
            if (other != null) {
                throw new AgentException(
                        "`%s` and `%s` are both %d. Give one of them another port in muster.yaml, or run: muster up %s"
                                .formatted(
                                        other.key(),
                                        claim.key(),
                                        claim.port(),
                                        avoiding(List.of(claim))));
            }
        }
    }

    private List<PortClaim> all() {
        return List.of(gateway, dashboard, registry);
    }

    private String sentence(List<PortClaim> taken, RunningFleets fleets) {
        var byOwner = new LinkedHashMap<String, List<PortClaim>>();
        for (var claim : taken) {
            byOwner.computeIfAbsent(owner(claim.port(), fleets), _ -> new ArrayList<>()).add(claim);
        }
        var sentence = new StringBuilder();
        byOwner.forEach(
                (owner, claims) ->
                        sentence.append(claims.size() == 1 ? "Port " : "Ports ")
                                .append(joined(claims.stream().map(PortClaim::port).toList()))
                                .append(claims.size() == 1 ? " is" : " are")
                                .append(" taken by ")
                                .append(owner)
                                .append(". "));
        return sentence.append("Stop ")
                .append(byOwner.size() == 1 ? "it" : "them")
                .append(", or set ")
                .append(joined(taken.stream().map(claim -> "`" + claim.key() + "`").toList()))
                .append(" in muster.yaml, or run: muster up ")
                .append(avoiding(taken))
                .toString();
    }

    /** What has to work when it is tried: ports that are free, and not the same one twice. */
    private String avoiding(List<PortClaim> taken) {
        var spoken = all().stream().map(PortClaim::port).collect(Collectors.toSet());
        var options = new ArrayList<String>();
        for (var claim : taken) {
            int free = claim.port() + 1;
            while (free <= PortClaim.HIGHEST && (spoken.contains(free) || !Ports.isFree(free))) {
                free++;
            }
            spoken.add(free);
            options.add(claim.option() + " " + (free <= PortClaim.HIGHEST ? free : 0));
        }
        return String.join(" ", options);
    }

    private static String owner(int port, RunningFleets fleets) {
        return PortOwner.of(port)
                .map(owner -> fleetOf(owner, fleets))
                .orElse("a program that this user may not look at");
    }

    /** Another fleet of this user's, or whatever program it is. */
    private static String fleetOf(PortOwner owner, RunningFleets fleets) {
        try {
            for (var folder : fleets.alive()) {
                if (AgentAddress.read(folder).filter(a -> a.pid() == owner.pid()).isPresent()) {
                    return "the fleet in %s (agent pid %d; muster down %s)"
                            .formatted(folder, owner.pid(), folder);
                }
            }
        } catch (IOException e) {
            return owner.toString();
        }
        return owner.toString();
    }

    private static String joined(List<?> items) {
        var texts = items.stream().map(Object::toString).toList();
        int last = texts.size() - 1;
        return last == 0
                ? texts.getFirst()
                : String.join(", ", texts.subList(0, last)) + " and " + texts.get(last);
    }
}
