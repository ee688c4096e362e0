package dev.muster.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small Maven reactor in a folder: a library and services that use it. */
@SuppressWarnings(
        "InlineFormatString") // Whole files read better apart from the code that writes them.
final class MavenProject {

    /** What a service answers with that ends at its first request. */
    static final String DEATH =
            "new Object() { String text() { System.exit(7); return null; } }.text()";

    private static final String PARENT =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>sample</groupId><artifactId>sample</artifactId><version>1</version>
              <packaging>pom</packaging>
              <modules>%s</modules>
              <properties>
                <maven.compiler.release>25</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <build><pluginManagement><plugins>
                <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
                <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
                <plugin><artifactId>maven-jar-plugin</artifactId><version>3.4.2</version>
                  <configuration><archive><manifest>
                    <mainClass>sample.Main</mainClass>
                    <addClasspath>true</addClasspath>
                    <classpathPrefix>../../library/target/</classpathPrefix>
                  </manifest></archive></configuration>
                </plugin>
              </plugins></pluginManagement></build>
            </project>
            """;

    private static final String MODULE =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent><groupId>sample</groupId><artifactId>sample</artifactId><version>1</version></parent>
              <artifactId>%s</artifactId>
              %s
            </project>
            """;

    private static final String USES_LIBRARY =
            """
            <dependencies><dependency>
              <groupId>sample</groupId><artifactId>library</artifactId><version>1</version>
            </dependency></dependencies>
            """;

    private static final String MAIN =
            """
            package sample;

            import com.sun.net.httpserver.HttpServer;
            import java.net.InetAddress;
            import java.net.InetSocketAddress;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    int port = Integer.parseInt(System.getenv("PORT"));
                    var server = HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
                    server.createContext("/", exchange -> {
                        byte[] body = %s.getBytes();
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
                    server.start();
                }
            }
            """;

    private final Path root;

    MavenProject(Path root, String... services) throws IOException {
        this.root = root;
        var modules = new StringBuilder("<module>library</module>");
        List.of(services).forEach(s -> modules.append("<module>" + s + "</module>"));
        write("pom.xml", PARENT.formatted(modules));
        write("library/pom.xml", MODULE.formatted("library", ""));
        greets("hello");
        for (String service : services) {
            write(service + "/pom.xml", MODULE.formatted(service, USES_LIBRARY));
            answers(service, "\"from " + service + "\"");
        }
    }

    /** What the library says. */
    void greets(String greeting) throws IOException {
        write(
                "library/src/main/java/sample/Greeting.java",
                "package sample; public class Greeting { public static String text() { return \"%s\"; } }"
                        .formatted(greeting));
    }

    /** The Java expression that the service answers with. */
    void answers(String service, String expression) throws IOException {
        write(service + "/src/main/java/sample/Main.java", MAIN.formatted(expression));
    }

    Path module(String service) {
        return root.resolve(service);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
