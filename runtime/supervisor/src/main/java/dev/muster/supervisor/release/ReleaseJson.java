package dev.muster.supervisor.release;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;

import dev.muster.build.LaunchPlan;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ReadyCheck;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Releases as the ledger writes them. The names of variants are part of the file. */
final class ReleaseJson {

    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    /**
     * What a version before knew nothing of is as if nothing had been said of it, or unreadable.
     */
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addMixIn(RunSpec.class, RunNames.class)
                    .addMixIn(ReadyCheck.class, CheckNames.class)
                    .withConfigOverride(List.class, each -> each.setNullHandling(EMPTY))
                    .withConfigOverride(Map.class, each -> each.setNullHandling(EMPTY))
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    private ReleaseJson() {}

    /**
     * A release in the file. Spec and plan are read one release at a time, and only where they are
     * needed: one that another version of Muster wrote costs no other, and none costs a start.
     *
     * @param digest of spec and plan
     */
    record Entry(
            int number,
            Instant at,
            String fingerprint,
            String digest,
            JsonNode spec,
            JsonNode plan) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RunSpec.Project.class, name = "project"),
        @JsonSubTypes.Type(value = RunSpec.Jar.class, name = "jar"),
        @JsonSubTypes.Type(value = RunSpec.Command.class, name = "command"),
        @JsonSubTypes.Type(value = RunSpec.Image.class, name = "image"),
        @JsonSubTypes.Type(value = RunSpec.Url.class, name = "url")
    })
    private interface RunNames {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ReadyCheck.Http.class, name = "http"),
        @JsonSubTypes.Type(value = ReadyCheck.Tcp.class, name = "tcp")
    })
    private interface CheckNames {}

    static Entry write(Release release, String digest) {
        return new Entry(
                release.number(),
                release.at(),
                release.fingerprint(),
                digest,
                JSON.valueToTree(release.spec()),
                JSON.valueToTree(release.plan()));
    }

    /** Empty for one that this version does not understand. */
    static Optional<Release> read(Entry entry) {
        try {
            return Optional.of(
                    new Release(
                            entry.number(),
                            entry.at(),
                            JSON.treeToValue(entry.spec(), ServiceSpec.class),
                            JSON.treeToValue(entry.plan(), LaunchPlan.class)));
        } catch (JacksonException ofAnotherVersion) {
            return Optional.empty();
        }
    }
}
