package dev.muster.tests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Code as its authors write it is built: what Muster's own code is held to stays in its clone. */
@ExtendWith(WithShop.class)
class UsersBuildTest {
    /** Raw types, an unused import, tabs, a possible null, and no package-info. */
    private static final String CODE =
            """
            package shop;
            import java.util.*;
            import java.util.stream.Stream;
            import dev.muster.service.Service;
            public class Shop
            {
            \tstatic List names = new ArrayList();
            \tstatic String first() { return names.isEmpty() ? null : (String) names.get(0); }
            \tpublic static void main(String[] args) {
            \t\tService.create("shop", s -> s.get("/shop", r -> first().length())).start();
            \t}
            }
            """;

    private static final String OWN =
            "<groupId>org.example.shop</groupId><artifactId>shop</artifactId><version>7.1</version>";

    private final Muster muster;
    private final Path folder;

    UsersBuildTest(Shop shop) throws Exception {
        this.muster = shop.muster();
        this.folder = muster.home().resolveSibling("users");
        var readme = Markdown.of(muster.home().resolve("README.md"));
        var install = readme.commands().stream().filter(line -> line.startsWith("mvn -Dquick"));
        shell(muster.home(), install.findFirst().orElseThrow());
        Clone.delete(folder);
    }

    @Test
    void takesTheParentWithAGroupAndAVersionOfItsOwn() throws Exception {
        var module =
                module(
                        "parent",
                        """
                        <parent>
                          <groupId>dev.muster</groupId><artifactId>muster-service-parent</artifactId>
                          <version>0.1.0-SNAPSHOT</version><relativePath/>
                        </parent>
                        %s
                        <properties><service.main>shop.Shop</service.main></properties>
                        """
                                .formatted(OWN));

        shell(module, "mvn -B -o -ntp package");

        assertThat(module.resolve("target/shop.jar")).exists();
        assertThat(module.resolve("target/lib/muster-service-0.1.0-SNAPSHOT.jar")).exists();
    }

    @Test
    void takesTheVersionsAloneWhereItHasAnotherParent() throws Exception {
        var guide = Markdown.of(muster.home().resolve("docs/getting-started.md"));
        var module =
                module(
                        "bom",
                        OWN
                                + "<properties><service.main>shop.Shop</service.main>"
                                + "<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>"
                                + "</properties>"
                                + guide.blocks("xml").getFirst()
                                + guide.blocks("xml")
                                        .get(1)
                                        .replace("<build>", "<build>" + FETCHED));

        shell(module, "JAVA_HOME=" + jdk() + " mvn -B -o -ntp package");

        assertThat(module.resolve("target/shop-7.1.jar")).exists();
        assertThat(module.resolve("target/lib/muster-service-0.1.0-SNAPSHOT.jar")).exists();
    }

    /** Versions that this repository has already, of plugins that every build uses. */
    private static final String FETCHED =
            """
            <pluginManagement><plugins>
              <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
              <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
            </plugins></pluginManagement>
            """;

    private Path module(String name, String pom) throws Exception {
        var module = folder.resolve(name);
        var source = module.resolve("src/main/java/shop/Shop.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, CODE);
        Files.writeString(
                module.resolve("pom.xml"),
                "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">"
                        + "<modelVersion>4.0.0</modelVersion>"
                        + pom
                        + "</project>");
        return module;
    }

    private String jdk() throws Exception {
        var found =
                muster.start(folder, List.of(muster.home().resolve("scripts/find-jdk").toString()));
        return found.await().expect(0).out().strip();
    }

    private void shell(Path directory, String command) throws Exception {
        muster.start(directory, List.of("sh", "-c", command)).await().expect(0);
    }
}
