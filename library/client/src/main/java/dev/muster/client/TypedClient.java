package dev.muster.client;

import dev.muster.client.Operation.Maybe;
import dev.muster.client.Operation.Nothing;
import dev.muster.client.Operation.Raw;
import dev.muster.client.Operation.Value;
import dev.muster.http.Handler;
import dev.muster.http.MediaType;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.json.JsonException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;

/** The methods of a peer's interface as calls of the peer. */
final class TypedClient implements InvocationHandler {
    private static final int MAX_SHOWN = 200;
    private static final @Nullable Object[] NO_ARGUMENTS = {};

    private final Class<?> type;
    private final PeerInterface peer;
    private final Handler streamed;
    private final Handler whole;

    private TypedClient(Class<?> type, PeerInterface peer, Handler streamed, Handler whole) {
        this.type = type;
        this.peer = peer;
        this.streamed = streamed;
        this.whole = whole;
    }

    /**
     * @param streamed answers when the head of a response is there
     * @param whole answers when a response is complete
     */
    static <T> T of(Class<T> type, PeerInterface peer, Handler streamed, Handler whole) {
        var calls = new TypedClient(type, peer, streamed, whole);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    @Override
    public @Nullable Object invoke(
            Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        var given = arguments == null ? NO_ARGUMENTS : arguments;
        if (method.getDeclaringClass() == Object.class) {
            return objectMethod(proxy, method, given);
        }
        var operation = peer.operations().get(method);
        return operation == null ? defaultMethod(proxy, method, given) : call(operation, given);
    }

    /** {@link InvocationHandler#invokeDefault} refuses interfaces that are not public. */
    private static @Nullable Object defaultMethod(
            Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        var declaring = method.getDeclaringClass();
        return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
                .unreflectSpecial(method, declaring)
                .bindTo(proxy)
                .invokeWithArguments(arguments);
    }

    private @Nullable Object call(Operation operation, @Nullable Object[] arguments)
            throws Exception {
        var request = operation.request(arguments);
        if (operation.result() instanceof Raw) {
            return handle(streamed, request);
        }
        return read(operation, handle(whole, request));
    }

    private Response handle(Handler handler, Request request) throws Exception {
        try {
            return handler.handle(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PeerException.late(peer.peer(), "was not waited for: the call was interrupted");
        } catch (IOException e) {
            throw PeerException.broken(peer.peer(), "could not be called: " + e.getMessage());
        }
    }

    private @Nullable Object read(Operation operation, Response response) throws IOException {
        boolean isAbsent = response.status() == 404 || response.status() == 204;
        if (operation.result() instanceof Maybe && isAbsent) {
            return Optional.empty();
        }
        if (!response.isSuccess()) {
            throw PeerException.answered(
                    peer.peer(), response.status(), detail(response), response.headers());
        }
        return switch (operation.result()) {
            case Nothing() -> null;
            case Raw() -> response;
            case Maybe(Type held) -> Optional.of(value(operation, response, held));
            case Value(Type of) -> value(operation, response, of);
        };
    }

    private Object value(Operation operation, Response response, Type wanted) throws IOException {
        var contentType = response.header("Content-Type").orElse("");
        if (wanted == String.class && !isJson(contentType)) {
            return response.body().text();
        }
        var coding = response.header("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw unreadable(operation, response, "a body encoded with " + coding, wanted);
        }
        if (response.body().length().orElse(1) == 0) {
            throw unreadable(operation, response, "an empty body", wanted);
        }
        if (!isJson(contentType)) {
            var found = contentType.isEmpty() ? "no content type" : contentType;
            throw unreadable(operation, response, found, wanted);
        }
        try {
            return Json.read(response.body(), wanted);
        } catch (JsonException e) {
            throw unreadable(operation, response, "other JSON: " + e.getMessage(), wanted);
        }
    }

    private PeerException unreadable(
            Operation operation, Response response, String found, Type wanted) {
        return PeerException.unreadable(
                peer.peer(),
                response.status(),
                "answered %d where %s expects %s, with %s"
                        .formatted(
                                response.status(),
                                operation.name(),
                                wanted instanceof Class<?> plain
                                        ? plain.getSimpleName()
                                        : wanted.getTypeName(),
                                found));
    }

    /** What the peer says of its error, where it says it in a form that is meant to be read. */
    private static String detail(Response response) throws IOException {
        var contentType = response.header("Content-Type").orElse("");
        if (isJson(contentType)) {
            try {
                var detail = Json.read(response.body(), Map.class).get("detail");
                return detail instanceof String text ? shown(text) : "";
            } catch (JsonException e) {
                return "";
            }
        }
        return contentType.startsWith("text/plain") ? shown(response.body().text()) : "";
    }

    private static String shown(String text) {
        var line = text.strip().lines().findFirst().orElse("");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    private static boolean isJson(String contentType) {
        return MediaType.of(contentType).isJson();
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private Object objectMethod(Object proxy, Method method, @Nullable Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getSimpleName() + ", a client of " + peer.peer();
        };
    }
}
