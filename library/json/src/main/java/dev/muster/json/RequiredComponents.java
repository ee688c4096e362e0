package dev.muster.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes a record's components required and never null, unless they are of an {@code Optional} type
 * or annotated {@code @Nullable} (of any package); so are their elements: so that a handler is
 * never called with a record that its author did not think of.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return isRequired(member) ? Boolean.TRUE : super.hasRequiredMarker(config, member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        var said = super.findSetterInfo(config, annotated);
        var ofValue = isRequired(annotated) ? said.withValueNulls(Nulls.FAIL) : said;
        return component(annotated).filter(RequiredComponents::hasNullableContent).isPresent()
                ? ofValue.withContentNulls(Nulls.SET)
                : ofValue;
    }

    private static boolean isRequired(Annotated annotated) {
        return annotated instanceof AnnotatedParameter parameter
                && parameter.getDeclaringClass().isRecord()
                && component(parameter).filter(RequiredComponents::isNullable).isEmpty();
    }

    private static Optional<RecordComponent> component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter)
                || !parameter.getDeclaringClass().isRecord()) {
            return Optional.empty();
        }
        var components = parameter.getDeclaringClass().getRecordComponents();
        boolean isCanonical = parameter.getOwner().getParameterCount() == components.length;
        return isCanonical ? Optional.of(components[parameter.getIndex()]) : Optional.empty();
    }

    /** A list, an array or a map of what may be null: {@code List<@Nullable String>}. */
    private static boolean hasNullableContent(RecordComponent component) {
        return switch (component.getAnnotatedType()) {
            case AnnotatedArrayType array -> hasNullable(array.getAnnotatedGenericComponentType());
            case AnnotatedParameterizedType container -> {
                var arguments = container.getAnnotatedActualTypeArguments();
                yield hasNullable(arguments[arguments.length - 1]);
            }
            default -> false;
        };
    }

    private static boolean isNullable(RecordComponent component) {
        return OPTIONAL.contains(component.getType())
                || hasNullable(component)
                || hasNullable(component.getAnnotatedType());
    }

    private static boolean hasNullable(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    }
}
