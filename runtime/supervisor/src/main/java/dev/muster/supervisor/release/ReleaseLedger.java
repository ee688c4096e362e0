package dev.muster.supervisor.release;

import dev.muster.build.LaunchPlan;
import dev.muster.fleet.ServiceSpec;
import dev.muster.state.SealedFile;
import dev.muster.supervisor.release.ReleaseJson.Entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Remembers in {@code releases.json} the last releases of each service, so that a replica that an
 * earlier agent started can be started again from what it was started from. A release that cannot
 * be read any more costs nothing that runs: its replicas are taken over all the same, and are
 * started again from the newest.
 *
 * <p>Thread-safe.
 */
public final class ReleaseLedger {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLedger.class);

    /** Releases of a service that are remembered, beside those that run. */
    static final int KEPT = 10;

    private final SealedFile<Content> file;
    private final InstantSource clock;
    private final Executor background;
    private final Optional<String> fileDamage;

    /** Each once, however many replicas were started from it. */
    private final Set<String> unreadable = new LinkedHashSet<>();

    private final Map<String, History> services = new TreeMap<>();
    private final AtomicBoolean isChanged = new AtomicBoolean();

    private record Content(Map<String, Written> services) {}

    /**
     * @param last number that was given to a release, of those that are forgotten too
     */
    private record Written(int last, List<Entry> releases) {}

    /** The releases of one service, the newest last. */
    private record History(int last, List<RememberedRelease> releases) {

        static final History NONE = new History(0, List.of());

        static History of(Written written) {
            return new History(
                    written.last(),
                    written.releases().stream().map(RememberedRelease::new).toList());
        }

        Optional<RememberedRelease> newest() {
            return Optional.of(releases).filter(all -> !all.isEmpty()).map(List::getLast);
        }

        /** With one more, and without those that are too old and do not run. */
        History with(RememberedRelease newest, Collection<Integer> running) {
            int oldest = newest.number() - KEPT + 1;
            var kept = new ArrayList<RememberedRelease>();
            releases.stream()
                    .filter(each -> each.number() >= oldest || running.contains(each.number()))
                    .forEach(kept::add);
            kept.add(newest);
            return new History(newest.number(), kept);
        }

        Written written() {
            return new Written(
                    last, releases.stream().flatMap(each -> each.written().stream()).toList());
        }
    }

    private ReleaseLedger(
            SealedFile<Content> file,
            InstantSource clock,
            Executor background,
            SealedFile.Loaded<Content> loaded) {
        this.file = file;
        this.clock = clock;
        this.background = background;
        this.fileDamage = loaded.damage();
        loaded.content()
                .map(Content::services)
                .orElseGet(Map::of)
                .forEach((service, written) -> services.put(service, History.of(written)));
    }

    /**
     * The ledger of a fleet's state folder. A file that is damaged is kept aside; what it held
     * before its last change counts.
     *
     * @param background where what blocks on the disk is done
     * @throws IOException when the file is there and cannot be read
     */
    public static ReleaseLedger open(Path stateDirectory, InstantSource clock, Executor background)
            throws IOException {
        var file = new SealedFile<>(stateDirectory.resolve("releases.json"), Content.class);
        return new ReleaseLedger(file, clock, background, file.load());
    }

    /**
     * What was wrong with the file, or with releases that were asked for since, and what follows.
     */
    public synchronized Optional<String> damage() {
        if (fileDamage.isPresent()) {
            return fileDamage.map(text -> text + "; replicas whose release it held run on");
        }
        return unreadable.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "releases.json has releases that this version of Muster cannot read: "
                                + String.join(", ", unreadable)
                                + "; their replicas run on");
    }

    /**
     * The release with that spec and plan: the newest of the service, if it is that one still, or a
     * new one. It is written down soon after; on a disk that refuses it, together with the next.
     *
     * @param running numbers of the releases that must not be forgotten
     */
    public synchronized Release release(
            ServiceSpec spec, LaunchPlan plan, Collection<Integer> running) {
        History history = services.getOrDefault(spec.name(), History.NONE);
        String digest = Release.digest(spec, plan);
        Optional<Release> newest = history.newest().flatMap(each -> each.as(digest, spec, plan));
        if (newest.isPresent()) {
            return newest.get();
        }
        var added = new Release(history.last() + 1, clock.instant(), spec, plan);
        services.put(spec.name(), history.with(new RememberedRelease(added, digest), running));
        isChanged.set(true);
        background.execute(this::save);
        return added;
    }

    /** The newest release that processes with the fingerprint can have been started from. */
    public synchronized Optional<Release> of(String service, String fingerprint) {
        Optional<RememberedRelease> found =
                services.getOrDefault(service, History.NONE).releases().reversed().stream()
                        .filter(each -> each.hasFingerprint(fingerprint))
                        .findFirst();
        Optional<Release> release = found.flatMap(RememberedRelease::read);
        if (found.isPresent() && release.isEmpty()) {
            unreadable.add(found.get().id() + " of " + service);
        }
        return release;
    }

    /** All that is said to the programs of the releases that are remembered, such as their jars. */
    public synchronized Set<String> arguments(String service) {
        return services.getOrDefault(service, History.NONE).releases().stream()
                .flatMap(RememberedRelease::arguments)
                .collect(Collectors.toSet());
    }

    /** Writes down what is not yet. Blocks on the disk. */
    public void save() {
        synchronized (file) {
            if (!isChanged.getAndSet(false)) {
                return;
            }
            var written = new TreeMap<String, Written>();
            histories().forEach((service, history) -> written.put(service, history.written()));
            try {
                file.save(new Content(written));
            } catch (IOException e) {
                isChanged.set(true);
                LOG.error("{} cannot be written: {}", file.path(), e.toString());
            }
        }
    }

    private synchronized Map<String, History> histories() {
        return Map.copyOf(services);
    }
}
