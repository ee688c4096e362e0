package dev.muster.json;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.MediaType;
import dev.muster.http.Request;
import dev.muster.http.Response;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON to and from records. Every read is strict: UTF-8, the right types, nothing missing, nothing
 * after the document, no member twice, at most {@value #MAX_DEPTH} levels deep, and each value
 * exactly as it is written or not at all. A body that is a stream is parsed while it comes in.
 * Thread-safe.
 *
 * <p>Reading a {@link Request} blames the client, with a 400 or a 415; reading anything else throws
 * {@link JsonException}, and whose fault that is the caller knows. A type that JSON is not read as,
 * such as a record that holds a {@code java.util.Date}, is the program's mistake: reading throws an
 * {@link IllegalArgumentException} that names it and what to take instead.
 */
public final class Json {
    static final int MAX_DEPTH = StrictMapper.MAX_DEPTH;

    private static final String MEDIA_TYPE = "application/json";

    /** What the objects and lists of one document may take: a third of the heap. */
    private static final long MAX_CONTAINER_BYTES = Runtime.getRuntime().maxMemory() / 3;

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
     * The body of a request, such as a list: {@code Json.read(request,
     * JsonType.listOf(NewOrder.class))}.
     *
     * @throws HttpProblem as {@link #read(Request, Class)} does
     */
    public static <T> T read(Request request, JsonType<T> type) throws IOException {
        return type.cast(readRequest(request, javaType(type.type())));
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
     * @throws JsonException if the body is not JSON of this type
     */
    public static <T> T read(Body body, JsonType<T> type) throws IOException {
        return type.cast(readBody(body, javaType(type.type())));
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
        return type.cast(readBytes(utf8(json), javaType(type)));
    }

    /** {@code value} as a body of compact JSON. */
    public static Body write(Object value) {
        return Body.of(bytes(value));
    }

    /** {@code value} as compact JSON in UTF-8. */
    public static byte[] bytes(Object value) {
        return StrictMapper.INSTANCE.writeValueAsBytes(value);
    }

    /** {@code value} as compact JSON. */
    public static String text(Object value) {
        return StrictMapper.INSTANCE.writeValueAsString(value);
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
        // A form that a browser sends across origins unasked is never taken for JSON.
        request.requireBodyOf("JSON", MEDIA_TYPE, MediaType::isJson);
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
        try (var in = new Utf8Stream(body.openToKeep())) {
            return readStream(in, type);
        }
    }

    /** Parses what has come while the rest is on its way; the whole is never held. */
    private static Object readStream(Utf8Stream in, JavaType type) throws IOException {
        try {
            return readAll(StrictMapper.INSTANCE.createParser(in), type);
        } catch (JsonException | JacksonException e) {
            in.rethrowFailure();
            throw e;
        }
    }

    private static Object readBytes(byte[] utf8, JavaType type) {
        Utf8.check(utf8);
        return readAll(StrictMapper.INSTANCE.createParser(utf8), type);
    }

    private static Object readAll(JsonParser parser, JavaType type) {
        try (var exact = new ExactParser(parser, MAX_CONTAINER_BYTES)) {
            return readOpen(exact, type);
        }
    }

    /** A mistake is explained while the parser still stands where it was made. */
    private static Object readOpen(ExactParser parser, JavaType type) {
        try {
            Object value = StrictMapper.INSTANCE.readerFor(type).readValue(parser);
            if (value == null) {
                throw new JsonException(
                        "", "the document is null, expected " + Expectation.of(type) + ".");
            }
            return value;
        } catch (InvalidDefinitionException e) {
            throw unreadable(e);
        } catch (JacksonException e) {
            throw Explanation.of(e, parser, type);
        }
    }

    /**
     * Checks that there is a way to read {@code type} and all that it holds, before the first
     * document comes.
     *
     * @throws IllegalArgumentException if JSON is not read as it; the message names the type, where
     *     it is, and what to take instead
     */
    public static void requireReadable(JsonType<?> type) {
        requireReadable(type.type());
    }

    static void requireReadable(Type type) {
        try {
            StrictMapper.INSTANCE
                    ._deserializationContext()
                    .findRootValueDeserializer(javaType(type));
        } catch (InvalidDefinitionException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(InvalidDefinitionException e) {
        return new IllegalArgumentException(e.getOriginalMessage(), e);
    }

    private static byte[] utf8(String json) {
        try {
            var utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
            var bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new JsonException("", "the JSON holds half a surrogate pair.");
        }
    }

    private static JavaType javaType(Type type) {
        return StrictMapper.INSTANCE.constructType(type);
    }
}
