package dev.muster.fleet;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs as execvp(3) does: a name with a slash is a path, any other is looked for in the
 * folders of {@code PATH}.
 *
 * @param environment whose {@code PATH} counts where a service does not set its own
 */
public record ProgramSearch(Map<String, String> environment) {

    /**
     * The file that is run.
     *
     * @param directory what relative paths are resolved against
     * @param serviceEnvironment what the service itself sets
     */
    public Optional<Path> find(
            String program, Path directory, Map<String, String> serviceEnvironment) {
        return candidates(program, directory, serviceEnvironment)
                .filter(ProgramSearch::isExecutable)
                .findFirst();
    }

    /** The files that could be meant, be they there or not. */
    Stream<Path> candidates(
            String program, Path directory, Map<String, String> serviceEnvironment) {
        return program.contains("/")
                ? path(directory, program).stream()
                : folders(directory, serviceEnvironment).stream()
                        .flatMap(folder -> path(folder, program).stream());
    }

    /** The folders of {@code PATH}, in its order. */
    List<Path> folders(Path directory, Map<String, String> serviceEnvironment) {
        String path = serviceEnvironment.getOrDefault("PATH", environment.getOrDefault("PATH", ""));
        return Stream.of(path.split(":", -1))
                .flatMap(folder -> path(directory, folder.isEmpty() ? "." : folder).stream())
                .toList();
    }

    static boolean isExecutable(Path file) {
        return Files.isExecutable(file) && !Files.isDirectory(file);
    }

    private static Optional<Path> path(Path directory, String file) {
        try {
            return Optional.of(directory.resolve(file));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }
}
