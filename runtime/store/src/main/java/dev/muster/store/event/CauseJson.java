package dev.muster.store.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.muster.fleet.Cause;
import dev.muster.store.Printable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Cause} as JSON: its components by their names, durations as ISO 8601 has them, a cause
 * within it with its {@code code} beside its components. What may hold anything, such as the last
 * line of a program, is made {@link Printable}. Thread-safe.
 */
public final class CauseJson {
    private static final String CODE = "code";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .addMixIn(Cause.class, Coded.class)
                    .registerSubtypes(
                            Cause.types().entrySet().stream()
                                    .map(type -> new NamedType(type.getValue(), type.getKey()))
                                    .toArray(NamedType[]::new))
                    .addModule(new SimpleModule().addSerializer(String.class, new PrintableText()))
                    .changeDefaultPropertyInclusion(
                            each -> each.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                    .build();

    private CauseJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = CODE)
    private interface Coded {}

    private static final class PrintableText extends ValueSerializer<String> {
        @Override
        public void serialize(String text, JsonGenerator json, SerializationContext context) {
            json.writeString(Printable.line(text));
        }
    }

    /** The components of a cause, as values that JSON has. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> parameters(Cause cause) {
        var parameters = new LinkedHashMap<String, Object>(JSON.convertValue(cause, Map.class));
        parameters.remove(CODE);
        return parameters;
    }

    /** The same, as it will be read again. */
    static Cause printable(Cause cause) {
        return read(cause.code(), write(cause)).orElse(cause);
    }

    /** The parameters of a cause, as an object. */
    static String write(Cause cause) {
        return JSON.writeValueAsString(parameters(cause));
    }

    /** The cause that was written; empty where it is of a version that knows others. */
    static Optional<Cause> read(String code, String parameters) {
        try {
            var object = (ObjectNode) JSON.readTree(parameters);
            return Optional.of(JSON.treeToValue(object.put(CODE, code), Cause.class));
        } catch (JacksonException | ClassCastException unknown) {
            return Optional.empty();
        }
    }
}
