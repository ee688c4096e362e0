package dev.muster.build;

import dev.muster.state.SealedFile;
import dev.muster.state.SealedFile.Loaded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers in {@code hashes.json} what each service was last built from. Forgetting costs a build
 * and nothing else. Thread-safe.
 */
final class BuildLedger {

    private static final Logger LOG = LoggerFactory.getLogger(BuildLedger.class);

    private final SealedFile<Hashes> file;
    private final TreeMap<String, Built> services;

    /**
     * What a service was last built from, and into.
     *
     * @param jar hash of the executable jar that came out, so that a jar someone else built in the
     *     meantime is noticed
     */
    record Built(String sources, String poms, String jar) {}

    private record Hashes(Map<String, Built> services) {}

    BuildLedger(Path folder) {
        this.file = new SealedFile<>(folder.resolve("hashes.json"), Hashes.class);
        this.services = new TreeMap<>(loaded().content().map(Hashes::services).orElseGet(Map::of));
    }

    synchronized Optional<Built> of(String service) {
        return Optional.ofNullable(services.get(service));
    }

    /** Remembers more, from now on and for the next agent. */
    synchronized void add(Map<String, Built> built) throws IOException {
        services.putAll(built);
        file.save(new Hashes(services));
    }

    private Loaded<Hashes> loaded() {
        try {
            var loaded = file.load();
            loaded.damage().ifPresent(LOG::warn);
            return loaded;
        } catch (IOException e) {
            LOG.warn("{} cannot be read, everything is built: {}", file.path(), e.toString());
            return new Loaded<>(Optional.empty(), Optional.empty());
        }
    }
}
