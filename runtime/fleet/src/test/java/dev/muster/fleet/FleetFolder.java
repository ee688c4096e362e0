package dev.muster.fleet;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with a fleet file, for tests. */
record FleetFolder(Path path) {
    /** With a fleet of one service, {@code orders}, that has {@code keys} besides its command. */
    static FleetFolder ofService(Path path, String keys) {
        return of(
                path,
                """
                muster: 1
                name: shop
                services:
                  orders:
                    command: orders
                """
                        + keys.indent(4));
    }

    static FleetFolder of(Path path, String fleetFile) {
        return new FleetFolder(path).with(FleetFile.NAME, fleetFile);
    }

    FleetFolder with(String file, String content) {
        try {
            var target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FleetSpec load() {
        return FleetFile.load(path);
    }

    ServiceSpec orders() {
        return load().service("orders").orElseThrow();
    }

    FleetProblems problems() {
        return catchThrowableOfType(FleetProblems.class, this::load);
    }

    /** Each problem as {@code line:column key: text}. */
    List<String> lines() {
        return problems().problems().stream()
                .map(each -> each.position() + " " + each.key() + ": " + each.text())
                .toList();
    }
}
