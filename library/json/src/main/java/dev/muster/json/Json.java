package dev.muster.json;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Locale;

/**
 * JSON to and from records. Every read is strict: the right types, nothing missing, nothing after
 * the document, no member twice, at most {@value #MAX_DEPTH} levels deep. Thread-safe.
 *
 * <p>Reading a {@link Request} blames the client, with a 400 or a 415; reading anything else throws
 * {@link JsonException}, and whose fault that is the caller knows.
 */
public final class Json {
    static final int MAX_DEPTH = 100;

    private static final String MEDIA_TYPE = "application/json";

    private Json() {}

    /**
     * The body of a request.
     *
     * @throws HttpProblem 400 with the member {@code pointer} if the body is not JSON of this type;
     *     415 if it says that it is something else than JSON
     */
    public static <T> T read(Request request, Class<T> type) throws IOException {
        return type.cast(readRequest(request, javaType(type)));
    }

    /**
     * The body of a request, of a generic type.
     *
     * @throws HttpProblem as {@link #read(Request, Class)} does
     */
    public static Object read(Request request, Type type) throws IOException {
        return readRequest(request, javaType(type));
    }

    /**
     * @throws JsonException if the body is not JSON of this type
     */
    public static <T> T read(Body body, Class<T> type) throws IOException {
        return type.cast(readBody(body, javaType(type)));
    }

    /**
     * A body of a generic type, such as a {@code List<Order>}.
     *
     * @throws JsonException if the body is not JSON of this type
     */
    public static Object read(Body body, Type type) throws IOException {
        return readBody(body, javaType(type));
    }

    /**
     * @throws JsonException if the text is not JSON of this type
     */
    public static <T> T read(byte[] utf8, Class<T> type) {
        return type.cast(readBytes(utf8, javaType(type)));
    }

    /**
     * @throws JsonException if the text is not JSON of this type
     */
    public static Object read(byte[] utf8, Type type) {
        return readBytes(utf8, javaType(type));
    }

    /**
     * @throws JsonException if the text is not JSON of this type
     */
    public static <T> T read(String json, Class<T> type) {
        return type.cast(readAll(Mapper.STRICT.createParser(json), javaType(type)));
    }

    /** {@code value} as a body of compact JSON. */
    public static Body write(Object value) {
        return Body.of(bytes(value));
    }

    /** {@code value} as compact JSON in UTF-8. */
    public static byte[] bytes(Object value) {
        return Mapper.STRICT.writeValueAsBytes(value);
    }

    /** {@code value} as compact JSON. */
    public static String text(Object value) {
        return Mapper.STRICT.writeValueAsString(value);
    }

    /** 200 with {@code value} as its body. */
    public static Response response(Object value) {
        return response(200, value);
    }

    /** A response with {@code value} as its body. */
    public static Response response(int status, Object value) {
        return Response.of(status).withHeader("Content-Type", MEDIA_TYPE).withBody(write(value));
    }

    private static Object readRequest(Request request, JavaType type) throws IOException {
        requireJson(request);
        try {
            return readBody(request.body(), type);
        } catch (JsonException e) {
            throw e.badRequest();
        }
    }

    private static Object readBody(Body body, JavaType type) throws IOException {
        if (body instanceof Body.Bytes held) {
            return readBytes(held.bytes(), type);
        }
        try (InputStream in = body.openToKeep()) {
            return readBytes(in.readAllBytes(), type);
        }
    }

    private static Object readBytes(byte[] utf8, JavaType type) {
        return readAll(Mapper.STRICT.createParser(utf8), type);
    }

    private static Object readAll(JsonParser parser, JavaType type) {
        try (parser) {
            return readOpen(parser, type);
        }
    }

    /** A mistake is explained while the parser still stands where it was made. */
    private static Object readOpen(JsonParser parser, JavaType type) {
        try {
            Object value = Mapper.STRICT.readerFor(type).readValue(parser);
            if (value == null) {
                throw new JsonException(
                        "", "the document is null, expected " + Expectation.of(type) + ".");
            }
            return value;
        } catch (JacksonException e) {
            throw Explanation.of(e, type);
        }
    }

    private static JavaType javaType(Type type) {
        return Mapper.STRICT.constructType(type);
    }

    /** A form that a browser sends across origins unasked is never taken for JSON. */
    private static void requireJson(Request request) {
        var mediaType = request.header("Content-Type");
        if (mediaType.isPresent() && !isJson(mediaType.get())) {
            throw HttpProblem.of(
                    415, "the body must be JSON, with the header Content-Type: " + MEDIA_TYPE);
        }
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        var type =
                (parameters < 0 ? contentType : contentType.substring(0, parameters))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        return type.equals(MEDIA_TYPE) || type.endsWith("+json");
    }

    /** In a class of its own, so that a program that reads no JSON does not load Jackson. */
    private static final class Mapper {
        static final JsonMapper STRICT = build();

        private static JsonMapper build() {
            var factory =
                    JsonFactory.builder()
                            .streamReadConstraints(
                                    StreamReadConstraints.builder()
                                            .maxNestingDepth(MAX_DEPTH)
                                            .build())
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                            .build();
            var mapper =
                    JsonMapper.builder(factory)
                            .annotationIntrospector(new RequiredComponents())
                            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
            mapper.withCoercionConfig(
                    LogicalType.Textual,
                    text ->
                            text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
            return mapper.build();
        }
    }
}
