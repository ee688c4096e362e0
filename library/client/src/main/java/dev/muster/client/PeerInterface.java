package dev.muster.client;

import dev.muster.client.Operation.AsBody;
import dev.muster.client.Operation.InHeader;
import dev.muster.client.Operation.InPath;
import dev.muster.client.Operation.InQuery;
import dev.muster.client.Operation.Maybe;
import dev.muster.client.Operation.Nothing;
import dev.muster.client.Operation.Raw;
import dev.muster.client.Operation.Result;
import dev.muster.client.Operation.Slot;
import dev.muster.client.Operation.Value;
import dev.muster.http.Headers;
import dev.muster.http.Response;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/**
 * An interface annotated with {@link Peer}, read and checked whole, so that a mistake in it shows
 * when the client is made and not when it is called.
 */
record PeerInterface(String peer, Map<Method, Operation> operations) {
    private record Verb(String method, String path) {}

    /**
     * @throws IllegalArgumentException if the interface cannot be called; names the method and what
     *     to do
     */
    static PeerInterface of(Class<?> type) {
        var peer = type.getAnnotation(Peer.class);
        if (!type.isInterface()) {
            throw new IllegalArgumentException(
                    type.getSimpleName()
                            + " is not an interface: a client is made of an interface");
        }
        if (peer == null || peer.value().isBlank()) {
            throw new IllegalArgumentException(
                    type.getSimpleName()
                            + " does not say which service it calls: add @Peer(\"name\")");
        }
        var operations = new LinkedHashMap<Method, Operation>();
        for (var method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isDefault()) {
                operations.put(method, operation(type, method));
            }
        }
        return new PeerInterface(peer.value(), Map.copyOf(operations));
    }

    private static Operation operation(Class<?> type, Method method) {
        var name = type.getSimpleName() + "." + method.getName();
        try {
            var verb = verb(method);
            var path = PathTemplate.parse(verb.path());
            var slots = slots(method, verb, path);
            return new Operation(
                    name, verb.method(), path, slots, result(method.getGenericReturnType()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }

    private static Verb verb(Method method) {
        var verbs = new ArrayList<Verb>();
        for (var annotation : method.getAnnotations()) {
            switch (annotation) {
                case Get get -> verbs.add(new Verb("GET", get.value()));
                case Post post -> verbs.add(new Verb("POST", post.value()));
                case Put put -> verbs.add(new Verb("PUT", put.value()));
                case Delete delete -> verbs.add(new Verb("DELETE", delete.value()));
                case Patch patch -> verbs.add(new Verb("PATCH", patch.value()));
                default -> {}
            }
        }
        if (verbs.size() != 1) {
            throw new IllegalArgumentException(
                    "has %d of @Get, @Post, @Put, @Delete and @Patch, expected one"
                            .formatted(verbs.size()));
        }
        return verbs.getFirst();
    }

    private static List<Slot> slots(Method method, Verb verb, PathTemplate path) {
        var slots = new ArrayList<Slot>();
        var unfilled = new HashSet<>(path.placeholders());
        boolean hasBody = false;
        for (var parameter : method.getParameters()) {
            var slot = slot(parameter, path);
            slots.add(slot);
            if (slot instanceof InPath(String placeholder) && !unfilled.remove(placeholder)) {
                throw new IllegalArgumentException("fills {" + placeholder + "} twice");
            }
            if (slot instanceof AsBody) {
                if (hasBody) {
                    throw new IllegalArgumentException(
                            "has more than one body: "
                                    + parameter
                                    + " fits no placeholder of "
                                    + path.text()
                                    + " and has no @Query or @Header"
                                    + hintOnNames(method));
                }
                hasBody = true;
                requireBodyAllowed(verb, parameter, path);
            }
        }
        if (!unfilled.isEmpty()) {
            throw new IllegalArgumentException(
                    "has no parameter for {"
                            + unfilled.iterator().next()
                            + "} of "
                            + path.text()
                            + hintOnNames(method));
        }
        return List.copyOf(slots);
    }

    private static Slot slot(Parameter parameter, PathTemplate path) {
        var query = parameter.getAnnotation(Query.class);
        if (query != null) {
            requireQuery(parameter, query.value());
            return new InQuery(query.value());
        }
        var header = parameter.getAnnotation(Header.class);
        if (header != null) {
            requireHeader(parameter, header.value());
            return new InHeader(header.value());
        }
        var param = parameter.getAnnotation(Param.class);
        if (param != null && !path.placeholders().contains(param.value())) {
            throw new IllegalArgumentException(
                    "has a parameter for {"
                            + param.value()
                            + "}, which "
                            + path.text()
                            + " does not have");
        }
        var name = param == null ? parameter.getName() : param.value();
        if (!path.placeholders().contains(name)) {
            return new AsBody();
        }
        requireText(parameter, name);
        return new InPath(name);
    }

    private static void requireText(Parameter parameter, String name) {
        var type = parameter.getType();
        if (!isText(type) || Collection.class.isAssignableFrom(type) || type == Optional.class) {
            throw new IllegalArgumentException(
                    "fills {"
                            + name
                            + "} with a "
                            + type.getSimpleName()
                            + ", expected one value such as a String or a number");
        }
    }

    private static void requireHeader(Parameter parameter, String name) {
        var type = parameter.getType();
        if (!isText(type) || Collection.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    "sends a "
                            + type.getSimpleName()
                            + " as the header "
                            + name
                            + ", expected one value such as a String or a number, or an Optional of"
                            + " one");
        }
        // Refuses what is no name of a header.
        var _ = Headers.of(name, "");
    }

    private static void requireQuery(Parameter parameter, String part) {
        if (!isText(parameter.getType())) {
            throw new IllegalArgumentException(
                    "sends a "
                            + parameter.getType().getSimpleName()
                            + " as the query's "
                            + part
                            + ", expected one value such as a String or a number, or a List or an"
                            + " Optional of them");
        }
    }

    /** Whether {@code toString} gives a value, or its elements' does. */
    private static boolean isText(Class<?> type) {
        return !type.isArray()
                && !type.isRecord()
                && !Map.class.isAssignableFrom(type)
                && (!Iterable.class.isAssignableFrom(type)
                        || Collection.class.isAssignableFrom(type));
    }

    private static void requireBodyAllowed(Verb verb, Parameter parameter, PathTemplate path) {
        if (verb.method().equals("GET") || verb.method().equals("DELETE")) {
            throw new IllegalArgumentException(
                    "would send a body with %s: %s fits no placeholder of %s and has no @Query%s"
                            .formatted(
                                    verb.method(),
                                    parameter,
                                    path.text(),
                                    hintOnNames(parameter.getDeclaringExecutable())));
        }
    }

    /** Without this option of the compiler, parameters are called arg0, arg1 and so on. */
    private static String hintOnNames(Executable method) {
        boolean named = Arrays.stream(method.getParameters()).allMatch(Parameter::isNamePresent);
        return named ? "" : ": compile with -parameters, or name it with @Param";
    }

    private static Result result(Type type) {
        if (type == void.class) {
            return new Nothing();
        }
        if (type == Response.class) {
            return new Raw();
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            var held = generic.getActualTypeArguments()[0];
            requireKnown(held);
            return new Maybe(held);
        }
        requireKnown(type);
        return new Value(type);
    }

    private static void requireKnown(Type type) {
        var raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        if (raw instanceof Class<?> known
                && (CompletionStage.class.isAssignableFrom(known)
                        || Future.class.isAssignableFrom(known))) {
            throw new IllegalArgumentException(
                    "returns a "
                            + known.getSimpleName()
                            + ", expected the value itself: calls block their virtual thread");
        }
        if (type instanceof TypeVariable
                || type instanceof WildcardType
                || type == Optional.class) {
            throw new IllegalArgumentException(
                    "returns a "
                            + type.getTypeName()
                            + ", expected a type that says what is in it");
        }
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(PeerInterface::requireKnown);
        }
    }
}
