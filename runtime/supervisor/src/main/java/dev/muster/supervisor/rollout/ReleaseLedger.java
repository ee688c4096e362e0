package dev.muster.supervisor.rollout;

import dev.muster.build.LaunchPlan;
import dev.muster.fleet.ServiceSpec;
import dev.muster.state.SealedFile;
import dev.muster.supervisor.rollout.ReleaseJson.Entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Remembers in {@code releases.json} the last releases of each service, so that a replica that an
 * earlier agent started can be started again from what it was started from. A release that cannot
 * be read any more costs nothing that runs: its replicas are taken over all the same, and are
 * started again from the newest.
 *
 * <p>Thread-safe. {@link #release} blocks on the disk.
 */
public final class ReleaseLedger {

    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLedger.class);

    /** Releases of a service that are remembered, beside those that run. */
    static final int KEPT = 10;

    private final SealedFile<Content> file;
    private final InstantSource clock;
    private final Optional<String> damage;
    private final Map<String, History> services = new TreeMap<>();

    private record Content(Map<String, Written> services) {}

    /**
     * @param last number that was given to a release, of those that are forgotten too
     */
    private record Written(int last, List<Entry> releases) {}

    /** The releases of one service; those that this version cannot read are kept as they are. */
    private static final class History {
        private final List<Release> releases = new ArrayList<>();
        private final List<Entry> unreadable = new ArrayList<>();
        private int last;

        static History of(Written written) {
            var history = new History();
            history.last = written.last();
            for (Entry entry : written.releases()) {
                ReleaseJson.read(entry)
                        .ifPresentOrElse(
                                history.releases::add, () -> history.unreadable.add(entry));
            }
            return history;
        }

        Release add(ServiceSpec spec, LaunchPlan plan, InstantSource clock) {
            last++;
            var release = new Release(last, clock.instant(), spec, plan);
            releases.add(release);
            return release;
        }

        void forgetAllBut(Collection<Integer> running) {
            int newest = last - KEPT;
            releases.removeIf(each -> each.number() <= newest && !running.contains(each.number()));
            unreadable.removeIf(each -> each.number() <= newest);
        }

        Written written() {
            return new Written(
                    last,
                    Stream.concat(releases.stream().map(ReleaseJson::write), unreadable.stream())
                            .sorted(Comparator.comparingInt(Entry::number))
                            .toList());
        }
    }

    private ReleaseLedger(
            SealedFile<Content> file, InstantSource clock, SealedFile.Loaded<Content> loaded) {
        this.file = file;
        this.clock = clock;
        loaded.content()
                .ifPresent(
                        content ->
                                content.services()
                                        .forEach(
                                                (service, written) ->
                                                        services.put(
                                                                service, History.of(written))));
        this.damage = damage(loaded.damage());
    }

    /**
     * The ledger of a fleet's state folder. A file that is damaged is kept aside; what it held
     * before its last change counts.
     *
     * @throws IOException when the file is there and cannot be read
     */
    public static ReleaseLedger open(Path stateDirectory, InstantSource clock) throws IOException {
        var file = new SealedFile<>(stateDirectory.resolve("releases.json"), Content.class);
        return new ReleaseLedger(file, clock, file.load());
    }

    private Optional<String> damage(Optional<String> ofFile) {
        String unreadable =
                services.entrySet().stream()
                        .filter(service -> !service.getValue().unreadable.isEmpty())
                        .map(service -> ids(service.getValue()) + " of " + service.getKey())
                        .collect(Collectors.joining(", "));
        return ofFile.map(text -> text + "; replicas whose release it held run on")
                .or(
                        () ->
                                unreadable.isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(
                                                "releases.json has releases that this version of"
                                                        + " Muster cannot read: "
                                                        + unreadable
                                                        + "; their replicas run on"));
    }

    private static String ids(History history) {
        return history.unreadable.stream()
                .map(entry -> "r" + entry.number())
                .collect(Collectors.joining(" "));
    }

    /** What was wrong with the file, and what follows from it. */
    public Optional<String> damage() {
        return damage;
    }

    /**
     * The release with that spec and plan: the newest of the service, if it is that one still, or a
     * new one. On a disk that refuses it, it is a release all the same; the next one brings it
     * along.
     *
     * @param running numbers of the releases that must not be forgotten
     */
    public synchronized Release release(
            ServiceSpec spec, LaunchPlan plan, Collection<Integer> running) {
        History history = services.computeIfAbsent(spec.name(), _ -> new History());
        Optional<Release> newest =
                history.releases.stream()
                        .max(Comparator.comparingInt(Release::number))
                        .filter(release -> release.isOf(spec, plan));
        if (newest.isPresent()) {
            return newest.get();
        }
        Release added = history.add(spec, plan, clock);
        history.forgetAllBut(running);
        save();
        return added;
    }

    /** The newest release that processes with the fingerprint can have been started from. */
    public synchronized Optional<Release> of(String service, String fingerprint) {
        return Optional.ofNullable(services.get(service)).stream()
                .flatMap(history -> history.releases.stream())
                .filter(release -> release.fingerprint().equals(fingerprint))
                .max(Comparator.comparingInt(Release::number));
    }

    private void save() {
        var written = new TreeMap<String, Written>();
        services.forEach((service, history) -> written.put(service, history.written()));
        try {
            file.save(new Content(written));
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file.path(), e.toString());
        }
    }
}
