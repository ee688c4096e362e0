package dev.muster.supervisor.probe;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service says of why it is not ready, in the body of its answer: the checks that fail, as
 * Muster's library ({@code failing}) and Spring Boot's Actuator ({@code components}) write them, or
 * else its one line.
 */
final class FailingChecks {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 200;

    private FailingChecks() {}

    static Optional<String> in(String body) {
        String text = body.strip();
        if (text.startsWith("{")) {
            return inJson(text);
        }
        boolean isSentence = text.lines().count() == 1 && !text.startsWith("<");
        return isSentence ? Optional.of(shown(text)) : Optional.empty();
    }

    private static Optional<String> inJson(String text) {
        try {
            JsonNode answer = JSON.readTree(text);
            var failing = new ArrayList<String>();
            answer.path("failing")
                    .properties()
                    .forEach(check -> failing.add(check.getKey() + ": " + words(check.getValue())));
            answer.path("components")
                    .properties()
                    .forEach(check -> down(check.getKey(), check.getValue(), failing));
            String words =
                    failing.isEmpty()
                            ? first(answer, List.of("detail", "message", "error", "status"))
                            : String.join("; ", failing);
            return words.isEmpty() ? Optional.empty() : Optional.of(shown(words));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static void down(String name, JsonNode component, List<String> failing) {
        String status = component.path("status").asString("");
        if (!status.equals("UP") && !status.equals("UNKNOWN")) {
            String error = component.path("details").path("error").asString("");
            failing.add(name + ": " + (error.isEmpty() ? status : error));
        }
    }

    private static String first(JsonNode answer, List<String> names) {
        return names.stream()
                .map(name -> answer.path(name).asString(""))
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String words(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }

    private static String shown(String words) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
