package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.FleetFile;
import dev.muster.gateway.AddressRange;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.Route;
import dev.muster.gateway.RouteOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class EdgeSettingsTest {
    @TempDir Path folder;

    @Test
    void handsWhatTheFleetFileSaysToTheGateway() throws IOException {
        Files.writeString(
                folder.resolve("muster.yaml"),
                """
                muster: 1
                name: edge
                gateway:
                  trust: [10.0.0.0/8, "::1"]
                  limits: { body: 2MB, head: 32KB, deadline: 30s }
                services:
                  files:
                    command: sh
                    routes:
                      - /
                      - { prefix: /files, body: 10MB, deadline: 5m, encoded_slashes: true, hedge: true }
                """);
        var fleet = FleetFile.load(folder);
        var config = EdgeSettings.config(fleet, 0);
        assertThat(config.trusted())
                .containsExactly(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1"));
        assertThat(config.edge().maxBodyBytes()).isEqualTo(10 << 20);
        // As the service takes them: the gateway looks at what a head comes to with its own fields.
        assertThat(config.edge().maxHeaderBytes()).isEqualTo(32 << 10);
        assertThat(config.edge().maxHeaders()).isEqualTo(100);
        assertThat(config.upstream().headTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(EdgeSettings.routes(fleet).routes())
                .containsExactly(
                        new Route(
                                "/",
                                "files",
                                new RouteOptions(false, false, 2 << 20, Duration.ofSeconds(30))),
                        new Route(
                                "/files",
                                "files",
                                new RouteOptions(true, true, 10 << 20, Duration.ofMinutes(5))));
    }

    @Test
    void leavesTheGatewayAsItIsWhereTheFleetFileSaysNothing() throws IOException {
        Files.writeString(
                folder.resolve("muster.yaml"),
                """
                muster: 1
                name: edge
                services:
                  files: { command: sh, routes: [/] }
                """);
        var config = EdgeSettings.config(FleetFile.load(folder), 0);
        assertThat(config).isEqualTo(GatewayConfig.loopback(0));
    }
}
