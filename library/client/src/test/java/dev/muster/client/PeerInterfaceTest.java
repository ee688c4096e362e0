package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** A mistake in an interface is told when its client is made, in one sentence. */
class PeerInterfaceTest {
    interface Nameless {}

    @Peer("x")
    interface NoVerb {
        String call();
    }

    @Peer("x")
    interface TwoVerbs {
        @Get("/a")
        @Post("/a")
        String call();
    }

    @Peer("x")
    interface RelativePath {
        @Get("a")
        String call();
    }

    @Peer("x")
    interface QueryInPath {
        @Get("/a?b={b}")
        String call(String b);
    }

    @Peer("x")
    interface BrokenPath {
        @Get("/a/{b")
        String call(String b);
    }

    @Peer("x")
    interface Unfilled {
        @Get("/a/{b}")
        String call();
    }

    @Peer("x")
    interface UnknownPlaceholder {
        @Get("/a/{b}")
        String call(@Param("c") String b);
    }

    @Peer("x")
    interface BodyOfGet {
        @Get("/a/{b}")
        String call(String b, String c);
    }

    @Peer("x")
    interface TwoBodies {
        @Post("/a")
        String call(String b, String c);
    }

    @Peer("x")
    interface ListInPath {
        @Get("/a/{b}")
        String call(List<String> b);
    }

    @Peer("x")
    interface ArrayInQuery {
        @Get("/a")
        String call(@Query("tag") String[] tags);
    }

    @Peer("x")
    interface Asynchronous {
        @Get("/a")
        Future<String> call();
    }

    @Peer("x")
    interface Vague {
        @Get("/a")
        List<?> call();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        Nameless.class,
                        "Nameless does not say which service it calls: add @Peer(\"name\")"),
                Arguments.of(
                        PeerInterfaceTest.class,
                        "PeerInterfaceTest is not an interface: a client is made of an interface"),
                Arguments.of(
                        NoVerb.class,
                        "NoVerb.call has 0 of @Get, @Post, @Put, @Delete and @Patch, expected one"),
                Arguments.of(
                        TwoVerbs.class,
                        "TwoVerbs.call has 2 of @Get, @Post, @Put, @Delete and @Patch, expected"
                                + " one"),
                Arguments.of(
                        RelativePath.class,
                        "RelativePath.call has the path \"a\", expected a leading /"),
                Arguments.of(
                        QueryInPath.class,
                        "QueryInPath.call has a query in its path \"/a?b={b}\", expected parameters"
                                + " with @Query"),
                Arguments.of(
                        BrokenPath.class,
                        "BrokenPath.call has the path \"/a/{b\", where \"/a/{b\" is not a path"),
                Arguments.of(Unfilled.class, "Unfilled.call has no parameter for {b} of /a/{b}"),
                Arguments.of(
                        UnknownPlaceholder.class,
                        "UnknownPlaceholder.call has a parameter for {c}, which /a/{b} does not"
                                + " have"),
                Arguments.of(
                        BodyOfGet.class,
                        "BodyOfGet.call would send a body with GET: java.lang.String c fits no"
                                + " placeholder of /a/{b} and has no @Query"),
                Arguments.of(
                        TwoBodies.class,
                        "TwoBodies.call has more than one body: java.lang.String c fits no"
                                + " placeholder of /a and has no @Query or @Header"),
                Arguments.of(
                        ListInPath.class,
                        "ListInPath.call fills {b} with a List, expected one value such as a String"
                                + " or a number"),
                Arguments.of(
                        ArrayInQuery.class,
                        "ArrayInQuery.call sends a String[] as the query's tag, expected one value"
                            + " such as a String or a number, or a List or an Optional of them"),
                Arguments.of(
                        Asynchronous.class,
                        "Asynchronous.call returns a Future, expected the value itself: calls block"
                                + " their virtual thread"),
                Arguments.of(
                        Vague.class,
                        "Vague.call returns a ?, expected a type that says what is in it"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void explainsAMistake(Class<?> type, String sentence) {
        assertThatThrownBy(() -> PeerInterface.of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    /** Maven's own compiler settings, and plain {@code javac}, leave the names out. */
    @Test
    void saysWhichOptionOfTheCompilerKeepsTheNamesOfParameters(@TempDir Path folder)
            throws Exception {
        var source = folder.resolve("Plain.java");
        Files.writeString(
                source,
                """
                @dev.muster.client.Peer("a")
                public interface Plain {
                    @dev.muster.client.Get("/a/{b}")
                    String call(String b);
                }
                """);
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-d", folder + "", source + "");
        assertThat(status).isZero();

        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            var type = loader.loadClass("Plain");
            assertThatThrownBy(() -> PeerInterface.of(type))
                    .hasMessageContaining("fits no placeholder of /a/{b}")
                    .hasMessageEndingWith(": compile with -parameters, or name it with @Param");
        }
    }

    @Test
    void readsEveryMethodOfAGoodOne() {
        var peer = PeerInterface.of(TypedClientTest.Catalog.class);
        assertThat(peer.peer()).isEqualTo("catalog");
        assertThat(peer.operations()).hasSize(10);
    }
}
