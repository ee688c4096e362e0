package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

final class LocalOverridesTest {
    @TempDir private Path folder;

    @Test
    void mergesMappingsAndReplacesTheRest() {
        var orders =
                FleetFolder.ofService(
                                folder,
                                """
                                routes: [/a, /b]
                                env: { A: 1, B: 1 }
                                """)
                        .with(
                                FleetFile.LOCAL_NAME,
                                """
                                gateway: { port: 9090 }
                                services:
                                  orders:
                                    replicas: 3
                                    routes: [/c]
                                    env: { B: 2, C: 2 }
                                """)
                        .orders();

        assertThat(orders.replicas()).isEqualTo(3);
        assertThat(orders.prefixes()).containsExactly("/c");
        assertThat(orders.env()).containsOnlyKeys("A", "B", "C").containsEntry("B", "2");
        assertThat(orders.run()).isEqualTo(new RunSpec.Command(List.of("orders")));
    }

    @Test
    void replacesTheWayAServiceIsRun() {
        var orders =
                FleetFolder.ofService(folder, "")
                        .with("orders.jar", "")
                        .with(FleetFile.LOCAL_NAME, "services: { orders: { jar: orders.jar } }")
                        .orders();

        assertThat(orders.run()).isEqualTo(new RunSpec.Jar(folder.resolve("orders.jar")));
    }

    @Test
    void namesTheFileThatHoldsTheProblem() {
        var page =
                FleetFolder.ofService(folder, "replcas: 2")
                        .with(
                                FleetFile.LOCAL_NAME,
                                """
                                services:
                                  orders: { needs: [oders] }
                                  extra: { replicas: 1 }
                                """)
                        .problems()
                        .render(folder);

        assertThat(page)
                .isEqualTo(
                        """
                        muster.yaml has 1 problem:
                          6:5  services.orders.replcas   no such key. Did you mean `replicas`?
                        muster.local.yaml has 2 problems:
                          2:21  services.orders.needs   [oders] is not a service of this fleet. Did you mean `orders`?
                          3:3   services.extra          says nothing of project, jar, command, image, url. Expected: one
                        """);
    }

    @Test
    void changesNothingWhereEveryOverrideIsCommentedOut() {
        var fleet = FleetFolder.ofService(folder, "").with(FleetFile.LOCAL_NAME, "# replicas: 3\n");

        assertThat(fleet.orders().replicas()).isEqualTo(1);
    }

    @Test
    void tellsSyntaxErrorsOfBothFiles() {
        assertThat(
                        FleetFolder.of(folder, "a: b: c")
                                .with(FleetFile.LOCAL_NAME, "\tx")
                                .problems()
                                .problems())
                .extracting(problem -> problem.file().getFileName().toString())
                .containsExactly("muster.yaml", "muster.local.yaml");
    }
}
