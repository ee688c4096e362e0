package dev.muster.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** When a module counts as changed. */
final class ReactorTest {

    @TempDir Path directory;

    private String before = "";

    @BeforeEach
    void layOut() throws IOException {
        write(
                "sample/pom.xml",
                """
                <project>
                  <parent><artifactId>company</artifactId><relativePath>../company</relativePath></parent>
                  <artifactId>sample</artifactId><packaging>pom</packaging>
                  <modules>
                    <module>bom</module><module>library</module><module>processor</module>
                    <module>orders</module><module>payments</module>
                  </modules>
                  <dependencyManagement><dependencies>
                    <dependency><artifactId>bom</artifactId><scope>import</scope></dependency>
                    <dependency><artifactId>payments</artifactId></dependency>
                  </dependencies></dependencyManagement>
                </project>
                """);
        write(
                "company/pom.xml",
                "<project><artifactId>company</artifactId><packaging>pom</packaging></project>");
        write("sample/bom/pom.xml", module("bom", "<packaging>pom</packaging>"));
        write("sample/library/pom.xml", module("library", ""));
        write("sample/processor/pom.xml", module("processor", ""));
        write("sample/payments/pom.xml", module("payments", ""));
        write(
                "sample/orders/pom.xml",
                module(
                        "orders",
                        """
                        <dependencies>
                          <dependency><artifactId>library</artifactId></dependency>
                          <dependency><artifactId>payments</artifactId><scope>test</scope></dependency>
                        </dependencies>
                        <build><plugins><plugin>
                          <artifactId>maven-compiler-plugin</artifactId>
                          <configuration><annotationProcessorPaths>
                            <path><artifactId>processor</artifactId></path>
                          </annotationProcessorPaths></configuration>
                        </plugin></plugins></build>
                        """));
        write("sample/orders/src/main/java/Main.java", "class Main {}");
        before = hash();
    }

    @Test
    void changesWithItsSourcesAndThoseOfWhatItIsBuiltWith() throws IOException {
        assertChanges("sample/orders/src/main/java/Main.java");
        assertChanges("sample/orders/src/main/resources/orders.properties");
        assertChanges("sample/library/src/main/java/Library.java");
        assertChanges("sample/processor/src/main/java/Processor.java");
    }

    @Test
    void changesWithEveryPomItInheritsFrom() throws IOException {
        assertChanges("sample/pom.xml", "<!-- -->");
        assertChanges("company/pom.xml", "<!-- -->");
        assertChanges("sample/bom/pom.xml", "<!-- -->");
    }

    @Test
    void changesWithWhatMavenIsTold() throws IOException {
        assertChanges("sample/.mvn/maven.config");
    }

    @Test
    void doesNotChangeWithTestsOrWithModulesItDoesNotUse() throws IOException {
        append("sample/orders/src/test/java/MainTest.java", "class MainTest {}");
        append("sample/orders/target/orders.jar", "built");
        append("sample/payments/src/main/java/Payments.java", "class Payments {}");
        append("company/notes.txt", "of nobody's concern");

        assertThat(hash()).isEqualTo(before);
    }

    private void assertChanges(String file) throws IOException {
        assertChanges(file, "// changed");
    }

    private void assertChanges(String file, String text) throws IOException {
        append(file, text);
        assertThat(hash()).as(file).isNotEqualTo(before);
        before = hash();
    }

    private String hash() throws IOException {
        Path orders = directory.resolve("sample/orders");
        return Reactor.of(orders).orElseThrow().sourceHash(orders);
    }

    private void append(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        write(file, Files.exists(path) ? Files.readString(path) + text : text);
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static String module(String name, String more) {
        return "<project><parent><artifactId>sample</artifactId></parent><artifactId>"
                + name
                + "</artifactId>"
                + more
                + "</project>";
    }
}
