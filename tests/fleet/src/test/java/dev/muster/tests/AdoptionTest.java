package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.control.FleetView;
import dev.muster.control.ServiceView.ReplicaView;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;

/** The agent dies: its replicas do not, and the next agent takes them over. */
@ExtendWith(WithShop.class)
class AdoptionTest {
    private final Fleet fleet;

    AdoptionTest(Shop shop) {
        this.fleet = shop.fleet();
    }

    @Test
    void takesOverEveryReplicaOfAnAgentThatWasKilled() throws Exception {
        var before = fleet.view();
        long agent = fleet.agentPid();
        killAgent();
        assertThat(fleet.run("ps").expect(3).err())
                .contains("The agent of this folder is gone, and what it started may run on.")
                .contains("muster up", "muster down");

        var catalog = replica(before, "catalog-1");
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + catalog.port() + "/products");
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }

        fleet.up().expect(0);
        fleet.awaitReady();
        assertThat(fleet.agentPid()).isNotEqualTo(agent);
        assertThat(pids(fleet.view())).isEqualTo(pids(before));
        assertThat(fleet.fetch("/products").statusCode()).isEqualTo(200);

        killAgent();
        assertThat(fleet.down().out())
                .contains("The agent was gone; 11 replicas that it left running stopped");
        assertThat(pids(before).values())
                .allSatisfy(pid -> assertThat(isRunning(pid)).as("process %d runs", pid).isFalse());
        assertThat(fleet.down().out())
                .contains("The fleet in this folder is not up. Nothing to stop.");
    }

    private void killAgent() throws IOException {
        ProcessHandle.of(fleet.agentPid()).orElseThrow().destroyForcibly();
        await("the agent is gone").atMost(Fleet.PATIENCE).until(() -> !fleet.isUp());
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** A signal of the kind that a crash raises; the one of a full heap ends in the same way. */
    @Test
    void startsAnAgentAgainThatDiedOfItself() throws Exception {
        var before = fleet.view();
        long agent = fleet.agentPid();
        new ProcessBuilder("kill", "-ABRT", Long.toString(agent)).start().waitFor();
        await("the agent is gone")
                .atMost(Fleet.PATIENCE)
                .until(() -> ProcessHandle.of(agent).filter(ProcessHandle::isAlive).isEmpty());

        // Whoever asks meanwhile waits for the next agent.
        assertThat(pids(fleet.view())).isEqualTo(pids(before));
        assertThat(fleet.agentPid()).isNotEqualTo(agent);
        assertThat(fleet.run("events").expect(0).out())
                .contains("the agent ended (signal 6) and was started again; 11 replicas taken");
        fleet.awaitReady();
        assertThat(fleet.fetch("/products").statusCode()).isEqualTo(200);

        assertThat(fleet.down().out()).contains("shop is down: 7 services, 11 replicas stopped");
    }

    private static ReplicaView replica(FleetView view, String name) {
        return view.services().stream()
                .flatMap(service -> service.replicas().stream())
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> pids(FleetView view) {
        var pids = new TreeMap<String, Long>();
        view.services().stream()
                .flatMap(service -> service.replicas().stream())
                .forEach(replica -> pids.put(replica.name(), Fleet.pid(replica)));
        return pids;
    }
}
