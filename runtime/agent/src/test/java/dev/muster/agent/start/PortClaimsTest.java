package dev.muster.agent.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What is said of ports that others have. */
final class PortClaimsTest {
    private static final Pattern ADVICE =
            Pattern.compile(
                    ".* muster up --gateway-port (\\d+) --dashboard-port (\\d+) --registry-port"
                            + " (\\d+)");

    @TempDir private Path folder;

    @Test
    void namesAllThatAreTakenTheFleetThatHasThemAndOneCommandThatWorks() throws IOException {
        var fleet = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(AgentAddress.stateFolder(fleet));
        var agent = AgentAddress.ofThisProcess(OptionalLong.empty(), Instant.EPOCH, 1);
        agent.write(fleet);
        var fleets = new RunningFleets(folder.resolve("state"));
        fleets.add(fleet, agent.process());
        try (var one = listen();
                var two = listen();
                var three = listen()) {
            var claims =
                    new PortClaims(
                            new PortClaim(one.getLocalPort(), "gateway.port", "--gateway-port"),
                            new PortClaim(two.getLocalPort(), "dashboard.port", "--dashboard-port"),
                            new PortClaim(
                                    three.getLocalPort(), "registry.port", "--registry-port"));

            assertThatExceptionOfType(AgentException.class)
                    .isThrownBy(() -> claims.requireFree(fleets))
                    .satisfies(
                            refusal ->
                                    assertThat(refusal)
                                            .hasMessageStartingWith(
                                                    "Ports %d, %d and %d are taken by the fleet in %s (agent pid %d; muster down %s). Stop it, or set `gateway.port`, `dashboard.port` and `registry.port` in muster.yaml, or run: "
                                                            .formatted(
                                                                    one.getLocalPort(),
                                                                    two.getLocalPort(),
                                                                    three.getLocalPort(),
                                                                    fleet,
                                                                    ProcessHandle.current().pid(),
                                                                    fleet)))
                    .satisfies(refusal -> assertAdviceWorks(String.valueOf(refusal.getMessage())));
        }
    }

    @Test
    void hasNothingToSayOfPortsThatAreFree() {
        var any = new PortClaim(0, "gateway.port", "--gateway-port");

        new PortClaims(any, any, any).requireFree(new RunningFleets(folder));
    }

    @Test
    void refusesOnePortForTwo() {
        var claims =
                new PortClaims(
                        new PortClaim(7070, "gateway.port", "--gateway-port"),
                        new PortClaim(7070, "dashboard.port", "--dashboard-port"),
                        new PortClaim(0, "registry.port", "--registry-port"));

        assertThatExceptionOfType(AgentException.class)
                .isThrownBy(() -> claims.requireFree(new RunningFleets(folder)))
                .satisfies(
                        refusal ->
                                assertThat(refusal.getMessage())
                                        .matches(
                                                "`gateway.port` and `dashboard.port` are both"
                                                    + " 7070\\. Give one of them another port in"
                                                    + " muster.yaml, or run: muster up"
                                                    + " --dashboard-port \\d+")
                                        .doesNotEndWith(" 7070"));
    }

    private static void assertAdviceWorks(String sentence) {
        var advice = ADVICE.matcher(sentence);
        assertThat(advice.matches()).as(sentence).isTrue();
        assertThat(new String[] {advice.group(1), advice.group(2), advice.group(3)})
                .doesNotHaveDuplicates();
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
