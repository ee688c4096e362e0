package dev.muster.store.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import dev.muster.fleet.Cause;
import dev.muster.store.Printable;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

import java.util.Collections;
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
                    .annotationIntrospector(new WholeCauses())
                    .enable(
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
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

    /** Of a cause nothing may be missing but what is optional: half of one would be another. */
    private static final class WholeCauses extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            boolean isRequired =
                    member instanceof AnnotatedParameter parameter
                            && parameter.getRawType() != Optional.class;
            return isRequired ? Boolean.TRUE : super.hasRequiredMarker(config, member);
        }
    }

    /**
     * The components of a cause, as values that JSON has: those that will be read again from what
     * {@link #write} makes of them. Unmodifiable.
     */
    public static Map<String, Object> parameters(Cause cause) {
        return values(JSON.writeValueAsString(cause));
    }

    /** The parameters of a cause as an object. */
    static String write(Map<String, Object> parameters) {
        return JSON.writeValueAsString(parameters);
    }

    /**
     * The parameters that an object holds.
     *
     * @throws JacksonException where it is none
     */
    static Map<String, Object> values(String object) {
        var parameters = new LinkedHashMap<String, Object>();
        JSON.readerForUpdating(parameters).readValue(object);
        parameters.remove(CODE);
        return Collections.unmodifiableMap(parameters);
    }

    /**
     * The cause that has these parameters; empty where it is not whole, or of a version that knows
     * others.
     */
    static Optional<Cause> cause(String code, Map<String, Object> parameters) {
        var coded = new LinkedHashMap<String, Object>();
        coded.put(CODE, code);
        coded.putAll(parameters);
        try {
            return Optional.of(JSON.convertValue(coded, Cause.class));
        } catch (JacksonException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
