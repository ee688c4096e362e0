package dev.muster.json;

import dev.muster.http.ScalarType;

import java.nio.ByteBuffer;
import java.util.Calendar;
import java.util.Date;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which classes of the JDK are read from JSON: those that something here reads exactly. Jackson
 * knows more, and each does what a client should not be able to: a {@code Date} is any number, an
 * {@code InetAddress} asks the DNS, a {@code Class} is loaded, a {@code TimeZone} that is none is
 * GMT.
 */
final class PlatformTypes {
    /** Beside scalar types, enums, collections, maps, arrays and what may hold one value. */
    private static final Set<Class<?>> READ =
            Set.of(
                    Object.class,
                    CharSequence.class,
                    Number.class,
                    Iterable.class,
                    OptionalInt.class,
                    OptionalLong.class,
                    OptionalDouble.class,
                    AtomicInteger.class,
                    AtomicLong.class,
                    AtomicBoolean.class);

    private PlatformTypes() {}

    /**
     * Whether {@code type} is of the JDK and nothing here reads it.
     *
     * @param type no collection, map, array, or {@code Optional}
     */
    static boolean isRefused(Class<?> type) {
        return isOfPlatform(type) && !READ.contains(type) && ScalarType.find(type).isEmpty();
    }

    private static boolean isOfPlatform(Class<?> type) {
        var loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }

    /** What to take in the place of a type that is refused. */
    static String inPlaceOf(Class<?> type) {
        if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
            return "take a type of java.time, such as java.time.Instant";
        }
        if (TimeZone.class.isAssignableFrom(type)) {
            return "take java.time.ZoneId";
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return "take byte[]";
        }
        return "take String or a record, check it, and make it of that";
    }
}
