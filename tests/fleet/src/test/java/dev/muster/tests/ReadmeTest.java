package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The README and the guide are followed word for word, but for the ports. */
@ExtendWith(WithShop.class)
class ReadmeTest {
    private final Muster muster;
    private final Fleet shop;
    private final Markdown readme;

    ReadmeTest(Shop shop) throws Exception {
        this.muster = shop.muster();
        this.shop = shop.fleet();
        this.readme = Markdown.of(muster.home().resolve("README.md"));
    }

    @Test
    void itsCommandsWork() throws Exception {
        var commands = readme.commands();
        assertThat(commands).contains("./muster up examples/shop", "./muster ps", "mvn verify");
        for (var command : commands) {
            if (!command.startsWith("mvn ")) {
                shell(muster.home(), withPortsOf(shop, command)).expect(0);
            }
        }
        // One of them scaled it out; the next class finds the shop as it was.
        shop.run("scale", "catalog", "2").expect(0);
    }

    @Test
    void theCommandsInItsProseAndInTheReferencePagesWork() throws Exception {
        var commands = new ArrayList<String>();
        for (var page :
                List.of("README.md", "docs/cli.md", "docs/dashboard.md", "docs/fleet-file.md")) {
            commands.addAll(Markdown.of(muster.home().resolve(page)).inlineCommands());
        }
        assertThat(commands).contains("muster up", "muster open", "./muster down");
        // The others are about a fleet that is up.
        commands.sort(Comparator.comparing(command -> command.contains(" down")));
        for (var command : commands) {
            runInline(shop.folder(), command, "catalog");
        }
    }

    @Test
    void itsFirstServiceRunsAndTheSecondOfTheGuideCallsIt() throws Exception {
        var install = readme.commands().stream().filter(line -> line.startsWith("mvn -Dquick"));
        shell(muster.home(), install.findFirst().orElseThrow()).expect(0);
        var folder = muster.home().resolveSibling("first");
        Clone.delete(folder);
        var hello = folder.resolve("hello");
        write(hello.resolve("src/main/java/hello/Hello.java"), readme.blocks("java").getFirst());
        write(hello.resolve("pom.xml"), readme.blocks("xml").getFirst());
        write(folder.resolve("muster.yaml"), readme.blocks("yaml").getFirst());

        var first = new Fleet(muster, folder);
        first.up().expect(0);
        try {
            var greeting = first.fetch("/hello/you");
            assertThat(greeting.statusCode()).isEqualTo(200);
            assertThat(greeting.body()).isEqualTo("{\"text\":\"Hello, you\"}");
            var asked = withPortsOf(first, readme.inline("curl localhost:8080/hello"));
            assertThat(shell(folder, asked).expect(0).out()).isEqualTo(greeting.body());
        } finally {
            first.down();
        }
        runsAlone(folder, readme.inline("PORT=8081 java -jar"));
        addTheSecond(folder, first);
    }

    private void addTheSecond(Path folder, Fleet first) throws Exception {
        var guide = Markdown.of(muster.home().resolve("docs/getting-started.md"));
        var front = folder.resolve("front");
        write(front.resolve("src/main/java/front/Front.java"), guide.blocks("java").getFirst());
        write(
                front.resolve("pom.xml"),
                readme.blocks("xml")
                        .getFirst()
                        .replace("hello.Hello", "front.Front")
                        .replace("hello", "front"));
        write(folder.resolve("muster.yaml"), guide.blocks("yaml").getFirst());

        first.up().expect(0);
        try {
            var command = withPortsOf(first, guide.inline("curl localhost:8080/front"));
            assertThat(shell(folder, command).expect(0).out()).contains("Hello, you");
            long pid = first.kill("hello-1");
            assertThat(shell(folder, command).expect(0).out()).contains("Hello, you");
            first.awaitSuccessor("hello-1", pid);
            first.awaitReady();
            for (var inline : guide.inlineCommands()) {
                runInline(folder, inline, "hello");
            }
        } finally {
            first.down();
        }
    }

    /** Runs a command of the prose, in which {@code SVC} and {@code VERB} stand for any. */
    private void runInline(Path folder, String command, String service) throws Exception {
        var onPath =
                "PATH=\""
                        + muster.home()
                        + ":$PATH\"; exec "
                        + command.replace("./muster", "muster")
                                .replace("SVC", service)
                                .replace("VERB", "ps");
        if (!command.contains(" -f")) {
            shell(folder, onPath).expect(0);
            return;
        }
        var follows = muster.start(folder, List.of("sh", "-c", onPath));
        try {
            await(command + " shows something")
                    .atMost(Fleet.PATIENCE)
                    .until(() -> !follows.printed().isEmpty());
        } finally {
            follows.process().destroy();
        }
    }

    private void runsAlone(Path folder, String command) throws Exception {
        int port = FreePorts.one();
        var alone =
                muster.start(
                        folder,
                        List.of(
                                "sh",
                                "-c",
                                command.replace("8081", Integer.toString(port))
                                        .replace("java -jar", "exec '" + java() + "' -jar")));
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + "/hello/there");
            var request = HttpRequest.newBuilder(uri).build();
            await("the service answers on its own")
                    .atMost(Fleet.PATIENCE)
                    .ignoreExceptions()
                    .until(
                            () ->
                                    http.send(request, BodyHandlers.ofString())
                                            .body()
                                            .contains("Hello, there"));
        } finally {
            alone.process().destroy();
        }
        assertThat(alone.await().status()).as("a graceful end").isIn(0, 143);
    }

    /** The JDK that the launcher found: the default java of the machine may be an older one. */
    private String java() throws Exception {
        return Files.readAllLines(muster.home().resolve("target/muster/launch")).stream()
                .filter(line -> line.startsWith("java='"))
                .map(line -> line.substring(6, line.length() - 1))
                .findFirst()
                .orElseThrow();
    }

    private static String withPortsOf(Fleet fleet, String command) {
        var onPorts = command.replace("localhost:8080", "localhost:" + fleet.ports().gateway());
        return onPorts.startsWith("./muster up ")
                ? onPorts + " " + String.join(" ", fleet.ports().options())
                : onPorts;
    }

    private Muster.Outcome shell(Path folder, String command) throws Exception {
        return muster.start(folder, List.of("sh", "-c", command)).await();
    }

    private static void write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
