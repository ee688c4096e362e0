package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why something is as it is, or what happened to it: for a machine, and in words.
 *
 * @param code such as {@code exited}; those there are, docs/reference/causes.md tells. One that is
 *     not known is shown by its sentence
 * @param subject the service or replica that it is about, or null for the fleet
 * @param parameters what the code says more, by name: texts, numbers, lists, durations as ISO 8601
 *     has them, and causes with their {@code code} beside their parameters
 * @param sentence for people; nothing is to be read out of it
 */
public record CauseView(
        String code, @Nullable String subject, Map<String, Object> parameters, String sentence) {
    public CauseView {
        // In the order of the code's components, at each start of the agent the same.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
