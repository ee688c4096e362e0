package dev.muster.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Members that a record does not know are passed over, so that a peer may add to a contract, unless
 * the record is annotated {@code @JsonIgnoreProperties(ignoreUnknown = false)}.
 */
final class UnknownMembers extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            ValueDeserializer<?> deserializer,
            Object beanOrClass,
            String name) {
        var type = beanOrClass instanceof Class<?> given ? given : beanOrClass.getClass();
        var says = type.getAnnotation(JsonIgnoreProperties.class);
        if (says != null && !says.ignoreUnknown()) {
            throw UnrecognizedPropertyException.from(parser, type, name, null);
        }
        return false;
    }
}
