package dev.muster.service.source;

import dev.muster.discovery.FixedEndpoints;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A source as somebody else would add it: lines such as {@code catalog=http://127.0.0.1:8081}. */
public final class HostsFile {
    private HostsFile() {}

    public static Optional<OpenSource> find(SourceContext context) {
        return context.variables().apply("TEST_HOSTS").map(HostsFile::open);
    }

    private static OpenSource open(String lines) {
        Map<String, URI> addresses =
                Arrays.stream(lines.split("\n"))
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(line -> line[0], line -> URI.create(line[1])));
        return OpenSource.of(addresses::containsKey, FixedEndpoints.at(addresses));
    }
}
