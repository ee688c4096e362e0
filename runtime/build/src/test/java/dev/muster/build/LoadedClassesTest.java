package dev.muster.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class LoadedClassesTest {

    @TempDir Path directory;

    @Test
    void mergesWhatProcessesThatStillRunHaveWritten() throws IOException {
        Path one =
                list(
                        "one",
                        """
                        # NOTE: Do not modify this file.
                        java/lang/Object id: 0
                        shop/Catalog id: 17
                        @lambda-proxy shop/Catalog run ()Ljava/lang/Runnable; ()V
                        shop/Pri\
                        """);
        Path two =
                list(
                        "two",
                        """
                        java/lang/Object id: 0
                        shop/Catalog id: 23
                        shop/Print id: 24
                        boot/App id: 25 super: 0 source: jar:file:/app.jar!/BOOT-INF/classes/
                        @cp shop/Catalog 3 7
                        """);
        Path merged = directory.resolve("merged");

        LoadedClasses.merge(List.of(one, two), merged);

        assertThat(Files.readAllLines(merged))
                .containsExactly(
                        "# NOTE: Do not modify this file.",
                        "java/lang/Object",
                        "shop/Catalog",
                        "@lambda-proxy shop/Catalog run ()Ljava/lang/Runnable; ()V",
                        "shop/Print",
                        "@cp shop/Catalog 3 7");
    }

    @Test
    void knowsThatAProcessHasToldAll() throws IOException {
        Path running = list("running", "java/lang/Object id: 0\n@lambda-proxy a b\n");
        Path ended = list("ended", "java/lang/Object id: 0\n@cp java/lang/Object 1\n");

        assertThat(LoadedClasses.anyIsComplete(List.of(running))).isFalse();
        assertThat(LoadedClasses.anyIsComplete(List.of(running, ended))).isTrue();
        assertThat(LoadedClasses.anyIsComplete(List.of())).isFalse();
    }

    private Path list(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name + ".classes"), text);
    }
}
