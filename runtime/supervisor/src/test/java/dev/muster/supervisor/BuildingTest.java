package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.RestartOutcome.BuildFailed;
import dev.muster.supervisor.RestartOutcome.NotReady;
import dev.muster.supervisor.RestartOutcome.Restarted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class BuildingTest {

    @TempDir Path directory;

    @Test
    void buildsWhatChangedAndPutsNewReplicasInThePlaceOfOldOnes() throws Exception {
        var project = new MavenProject(directory, "orders", "payments");
        try (var fleet = fleet(project, "orders", "payments").start()) {
            fleet.awaitReady();
            assertThat(answer(fleet, "orders-1")).isEqualTo("from orders");
            var paymentsBefore = fleet.replica("payments-1");

            project.answers("orders", "Greeting.text()");
            assertThat(fleet.supervisor().restart("orders")).isInstanceOf(Restarted.class);

            assertThat(answer(fleet, "orders-1")).isEqualTo("hello");
            assertThat(fleet.replica("payments-1").pid()).isEqualTo(paymentsBefore.pid());

            project.greets("good morning");
            assertThat(fleet.supervisor().restart("orders")).isInstanceOf(Restarted.class);
            assertThat(answer(fleet, "orders-1")).isEqualTo("good morning");
        }
    }

    @Test
    void leavesOldReplicasServingWhenTheNewCodeDoesNotCompile() throws Exception {
        var project = new MavenProject(directory, "orders");
        try (var fleet = fleet(project, "orders").start()) {
            fleet.awaitReady();
            var before = fleet.replica("orders-1");

            project.answers("orders", "greeting");
            var outcome = (BuildFailed) fleet.supervisor().restart("orders");

            assertThat(outcome.lines())
                    .containsExactly(
                            "orders/src/main/java/sample/Main.java:13:27: cannot find symbol",
                            "    symbol:   variable greeting",
                            "    location: class sample.Main");
            assertThat(outcome.log()).content().contains("COMPILATION ERROR");
            assertThat(fleet.replica("orders-1").pid()).isEqualTo(before.pid());
            assertThat(answer(fleet, "orders-1")).isEqualTo("from orders");
            await().atMost(FleetFixture.PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(fleet.service("orders").build())
                                            .isInstanceOf(BuildState.Failed.class));
        }
    }

    @Test
    void startsWhatWasServingAgainAfterNewCodeDidNotGetReady() throws Exception {
        var project = new MavenProject(directory, "orders");
        try (var fleet = fleet(project, "orders").start()) {
            fleet.awaitReady();
            long pid = fleet.replica("orders-1").pid().orElseThrow();

            project.answers("orders", MavenProject.DEATH);
            assertThat(fleet.supervisor().restart("orders")).isInstanceOf(NotReady.class);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            fleet.awaitShown("orders-1", Phase.BACKING_OFF);
            fleet.awaitReady();

            assertThat(answer(fleet, "orders-1")).isEqualTo("from orders");
        }
    }

    @Test
    void startsTheOthersWhenOneServiceDoesNotBuild() throws Exception {
        var project = new MavenProject(directory, "orders", "broken");
        project.answers("broken", "\"no end");
        try (var fleet = fleet(project, "orders", "broken").start()) {
            await().atMost(FleetFixture.PATIENCE)
                    .until(() -> fleet.supervisor().status().isSettled());

            assertThat(fleet.replica("orders-1").phase()).isEqualTo(Phase.READY);
            assertThat(fleet.replica("broken-1").phase()).isEqualTo(Phase.WAITING);
            assertThat(FleetFixture.words(fleet.replica("broken-1")))
                    .startsWith("did not build: broken/src/main/java/sample/Main.java:13:")
                    .endsWith("unclosed string literal");
            assertThat(fleet.events)
                    .anyMatch(
                            e ->
                                    e.sentence()
                                            .text()
                                            .startsWith("broken-1 did not build: broken/src"));
        }
    }

    @Test
    void buildsNothingWhenNothingChanged() throws Exception {
        var project = new MavenProject(directory, "orders");
        try (var fleet = fleet(project, "orders").start()) {
            fleet.awaitReady();
        }
        try (var fleet = fleet(project, "orders").start()) {
            fleet.awaitReady();

            assertThat(fleet.steps).isEmpty();
        }
    }

    private FleetFixture fleet(MavenProject project, String... services) {
        var fleet = new FleetFixture(directory);
        for (String service : services) {
            fleet.with(service(service, project.module(service)));
        }
        return fleet;
    }

    private static ServiceSpec service(String name, Path module) {
        return FleetFixture.spec(
                name,
                1,
                new RunSpec.Project(module.toAbsolutePath()),
                new ReadyCheck.Http("/health/ready"),
                List.of());
    }

    private static String answer(FleetFixture fleet, String replica)
            throws IOException, InterruptedException {
        return FleetFixture.get(fleet.replica(replica));
    }
}
