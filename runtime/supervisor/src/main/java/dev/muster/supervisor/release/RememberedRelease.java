package dev.muster.supervisor.release;

import dev.muster.build.LaunchPlan;
import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.release.ReleaseJson.Entry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A release of the ledger, as it is written, or as it is used, or both. To turn one into the other
 * takes a JVM that has just started a tenth of a second, and mostly nobody asks. Thread-safe.
 */
final class RememberedRelease {

    private final int number;
    private final Instant at;
    private final String fingerprint;
    private final String digest;
    private @Nullable Release release;
    private @Nullable Entry entry;

    RememberedRelease(Release release, String digest) {
        this.number = release.number();
        this.at = release.at();
        this.fingerprint = release.fingerprint();
        this.digest = digest;
        this.release = release;
    }

    RememberedRelease(Entry entry) {
        this.number = entry.number();
        this.at = entry.at();
        this.fingerprint = entry.fingerprint();
        this.digest = entry.digest();
        this.entry = entry;
    }

    int number() {
        return number;
    }

    String id() {
        return "r" + number;
    }

    boolean hasFingerprint(String other) {
        return fingerprint.equals(other);
    }

    /** It, if it has the digest, which is that of the spec and the plan. */
    synchronized Optional<Release> as(String otherDigest, ServiceSpec spec, LaunchPlan plan) {
        if (!digest.equals(otherDigest)) {
            return Optional.empty();
        }
        if (release == null) {
            release = new Release(number, at, spec, plan);
        }
        return Optional.of(release);
    }

    /** Empty where another version of Muster wrote it. */
    synchronized Optional<Release> read() {
        if (release == null && entry != null) {
            release = ReleaseJson.read(entry).orElse(null);
        }
        return Optional.ofNullable(release);
    }

    /** What its program is started with, whether the rest can be read or not. */
    synchronized Stream<String> arguments() {
        if (release != null) {
            return release.plan().arguments().stream();
        }
        return entry == null
                ? Stream.empty()
                : entry.plan().path("arguments").valueStream().map(each -> each.asString(""));
    }

    /** As it is kept, whether it can be read or not. */
    synchronized Optional<Entry> written() {
        if (entry == null && release != null) {
            entry = ReleaseJson.write(release, digest);
        }
        return Optional.ofNullable(entry);
    }
}
