package dev.muster.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What builds need to know.
 *
 * @param stateDirectory the fleet's {@code .muster} folder
 * @param environment what every build inherits; {@code PATH} is searched for Maven
 * @param jdkHome a JDK of version 25 or newer, to build with
 */
public record BuildConfig(Path stateDirectory, Map<String, String> environment, Path jdkHome) {
    public BuildConfig {
        environment = Map.copyOf(environment);
    }

    /** Whether there is a JDK where it should be. */
    public boolean hasJdk() {
        return Files.isExecutable(jdkHome.resolve("bin").resolve("java"));
    }
}
