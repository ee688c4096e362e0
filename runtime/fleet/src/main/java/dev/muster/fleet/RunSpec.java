package dev.muster.fleet;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** How a replica of a service is run. Paths are absolute. */
public sealed interface RunSpec {

    /** {@code java} for what runs from a jar, {@code python3} for what that program runs. */
    default String language() {
        return switch (this) {
            case Project _, Jar _ -> "java";
            case Command(var arguments) -> Path.of(arguments.getFirst()).getFileName().toString();
            case Image _ -> "container";
            case Url _ -> "external";
        };
    }

    /** A Maven module, built and then run as the executable jar it makes. */
    record Project(Path directory) implements RunSpec {}

    /** An executable jar that something else builds. */
    record Jar(Path file) implements RunSpec {}

    /** A program in any language, as an argument list; run in the fleet's folder, by no shell. */
    record Command(List<String> arguments) implements RunSpec {
        public Command {
            arguments = List.copyOf(arguments);
        }
    }

    /** A container image. */
    record Image(String reference) implements RunSpec {}

    /** A service that something else runs, at a fixed address. */
    record Url(URI address) implements RunSpec {}
}
