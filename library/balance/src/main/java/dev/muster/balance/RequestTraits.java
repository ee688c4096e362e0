package dev.muster.balance;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a request means, as far as sending it again is concerned.
 *
 * @param hasBody whether it carries content
 * @param hedged whether a {@link Effect#REPEATABLE} request may be sent beside one that has
 *     stalled; safe ones always may
 */
public record RequestTraits(Effect effect, boolean hasBody, boolean hedged) {
    private static final Map<Effect, List<RequestTraits>> ALL = all();

    /** What executing the request does (RFC 9110, section 9.2). */
    public enum Effect {
        /** Nothing that anybody asked for: {@code GET}, {@code HEAD}, {@code OPTIONS}. */
        SAFE,
        /**
         * As much when it is executed twice as once, but its second answer may differ: {@code PUT},
         * {@code DELETE}.
         */
        REPEATABLE,
        /** Something else each time: {@code POST}, {@code PATCH} and every other method. */
        ONCE
    }

    /**
     * @param hedged whether the caller allows a {@code PUT} or {@code DELETE} beside one that has
     *     stalled
     */
    public static RequestTraits of(String method, boolean hasBody, boolean hedged) {
        var ofEffect = Objects.requireNonNull(ALL.get(effect(method)));
        return ofEffect.get((hasBody ? 2 : 0) + (hedged ? 1 : 0));
    }

    /** What a request of this method does. */
    public static Effect effect(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> Effect.SAFE;
            case "PUT", "DELETE" -> Effect.REPEATABLE;
            default -> Effect.ONCE;
        };
    }

    /** Whether it may be sent to another endpoint while the first still owes its answer. */
    boolean mayBeHedged() {
        return effect == Effect.SAFE || (effect == Effect.REPEATABLE && hedged);
    }

    private static Map<Effect, List<RequestTraits>> all() {
        var all = new EnumMap<Effect, List<RequestTraits>>(Effect.class);
        for (var effect : Effect.values()) {
            all.put(
                    effect,
                    List.of(
                            new RequestTraits(effect, false, false),
                            new RequestTraits(effect, false, true),
                            new RequestTraits(effect, true, false),
                            new RequestTraits(effect, true, true)));
        }
        return Collections.unmodifiableMap(all);
    }
}
