package dev.muster.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

import java.util.List;

/** One sentence for the client, out of what Jackson tells the programmer. */
final class Explanation {
    private static final int MAX_SHOWN = 40;

    private Explanation() {}

    /**
     * @param parser stands where the mistake was found
     */
    static JsonException of(JacksonException e, JsonParser parser, JavaType type) {
        var pointer = pointer(e.getPath());
        if (e instanceof InputCoercionException && pointer.isEmpty()) {
            pointer = parser.streamReadContext().pathAsPointer().toString();
        }
        return new JsonException(pointer, sentence(e, pointer, type));
    }

    private static String sentence(JacksonException e, String pointer, JavaType type) {
        return switch (e) {
            case RefusedValue refused ->
                    subject(pointer)
                            + " is "
                            + refused.found().orElseGet(() -> found(e))
                            + ", "
                            + refused.expected()
                            + ".";
            case InputCoercionException refused ->
                    subject(pointer)
                            + " is "
                            + found(e)
                            + ", expected "
                            + Expectation.of(refused.getTargetType())
                            + ".";
            case InvalidNullException _ -> subject(pointer) + " is null, expected a value.";
            case UnrecognizedPropertyException _ -> subject(pointer) + " is not known here.";
            case MismatchedInputException mismatch -> mismatch(mismatch, pointer, type);
            case ValueInstantiationException refused
                    when refused.getCause() instanceof IllegalArgumentException why ->
                    subject(pointer) + " is refused" + reason(why, refused.getType());
            case UnexpectedEndOfInputException _ -> "the JSON ends too early" + at(e) + ".";
            case TooManyContainers _ ->
                    "the JSON has more objects and lists than there is memory for" + at(e) + ".";
            case StreamConstraintsException _ ->
                    "the JSON is past a limit"
                            + at(e)
                            + ": it is nested too deep (100 levels), or a number (1,000 characters)"
                            + " or a name (50,000 characters) is too long.";
            case StreamReadException _ when isDuplicate(e) ->
                    "the JSON names a member twice" + at(e) + ".";
            case StreamReadException _ -> "the body is not valid JSON" + at(e) + ".";
            default -> subject(pointer) + " is not " + Expectation.of(type) + " we can read.";
        };
    }

    /** What the record itself says; what others say that it calls is not meant for clients. */
    private static String reason(IllegalArgumentException why, JavaType type) {
        var message = why.getMessage();
        if (message == null || message.isBlank() || !isThrownBy(type, why)) {
            return ".";
        }
        return ": " + message + (message.endsWith(".") ? "" : ".");
    }

    private static boolean isThrownBy(JavaType type, Exception e) {
        var frames = e.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().equals(type.getRawClass().getName());
    }

    private static String mismatch(MismatchedInputException e, String pointer, JavaType type) {
        var message = e.getOriginalMessage();
        if (message.startsWith("Missing required creator property")) {
            return subject(pointer) + " is missing.";
        }
        if (message.startsWith("Trailing token")) {
            return "the body goes on after the end of its JSON" + at(e) + ".";
        }
        if (message.startsWith("No content to map")) {
            return "the body is empty, expected " + Expectation.of(type) + ".";
        }
        var target = e.getTargetType();
        var expected =
                target == null || pointer.isEmpty() ? Expectation.of(type) : Expectation.of(target);
        return subject(pointer) + " is " + found(e) + ", expected " + expected + ".";
    }

    private static String found(JacksonException e) {
        if (!(e.processor() instanceof JsonParser parser) || parser.currentToken() == null) {
            return "something else";
        }
        return switch (parser.currentToken()) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING -> '"' + shown(parser) + '"';
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> shown(parser);
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }

    private static String shown(JsonParser parser) {
        var text = parser.currentToken() == JsonToken.VALUE_NULL ? "null" : parser.getString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private static boolean isDuplicate(JacksonException e) {
        return e.getOriginalMessage().startsWith("Duplicate Object property");
    }

    private static String subject(String pointer) {
        return pointer.isEmpty() ? "the document" : pointer;
    }

    private static String at(JacksonException e) {
        var place = e.getLocation();
        return place == null || place.getLineNr() < 1
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    /** RFC 6901. */
    private static String pointer(List<JacksonException.Reference> path) {
        var pointer = new StringBuilder();
        for (var step : path) {
            pointer.append('/');
            var name = step.getPropertyName();
            if (name == null) {
                pointer.append(step.getIndex());
            } else {
                pointer.append(name.replace("~", "~0").replace("/", "~1"));
            }
        }
        return pointer.toString();
    }
}
