package dev.muster.store.log;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A time as a line writes it, which may lack its zone, its year or its date. What lacks is taken
 * from when the line's bytes came, and so is the whole where the two cannot both be true.
 */
sealed interface WrittenTime {
    /** Of one moment, whatever the place. */
    record Exact(Instant at) implements WrittenTime {
        @Override
        public Stream<Instant> candidates(Arrival arrival, ZoneId zone) {
            return Stream.of(at);
        }
    }

    /** Without a zone: that of this machine, or UTC. */
    record Local(LocalDateTime at) implements WrittenTime {
        @Override
        public Stream<Instant> candidates(Arrival arrival, ZoneId zone) {
            return Stream.of(at.atZone(zone).toInstant(), at.toInstant(ZoneOffset.UTC));
        }
    }

    /** Without a year, as {@code 1128 02:04:25} of klog. */
    record Yearless(int month, int day, LocalTime time) implements WrittenTime {
        @Override
        public Stream<Instant> candidates(Arrival arrival, ZoneId zone) {
            int year = arrival.by().atZone(zone).getYear();
            return Stream.of(year, year - 1)
                    .map(y -> local(y, month, day, time))
                    .flatMap(Optional::stream)
                    .flatMap(at -> new Local(at).candidates(arrival, zone));
        }
    }

    /** Without a date. */
    record OfDay(LocalTime time) implements WrittenTime {
        @Override
        public Stream<Instant> candidates(Arrival arrival, ZoneId zone) {
            return Stream.of(zone, ZoneOffset.UTC)
                    .flatMap(
                            place -> {
                                var day = arrival.by().atZone(place).toLocalDate();
                                return Stream.of(day, day.minusDays(1))
                                        .map(date -> date.atTime(time).atZone(place).toInstant());
                            });
        }

        @Override
        public WrittenTime on(int month, int day) {
            return new Yearless(month, day, time);
        }
    }

    /**
     * Without the fraction of its second: the line was written in that part of it in which its
     * bytes came, or it would stand before lines that it follows.
     */
    record ToTheSecond(WrittenTime second) implements WrittenTime {
        @Override
        public Stream<Instant> candidates(Arrival arrival, ZoneId zone) {
            return second.candidates(arrival, zone);
        }

        @Override
        public Optional<Instant> believed(Arrival arrival, ZoneId zone) {
            return second.believed(arrival, zone).map(arrival::within);
        }

        @Override
        public WrittenTime on(int month, int day) {
            return new ToTheSecond(second.on(month, day));
        }
    }

    /** Every moment that may be meant. */
    Stream<Instant> candidates(Arrival arrival, ZoneId zone);

    /** This time where it stands behind a month and a day that belong to it. */
    default WrittenTime on(int month, int day) {
        return this;
    }

    /** So long a program may hold back what it has written. */
    Duration HELD_BACK = Duration.ofDays(1);

    /**
     * The latest moment that may be meant and that fits when the line came: not after that, and not
     * more than a day before it. Empty where none fits.
     */
    default Optional<Instant> believed(Arrival arrival, ZoneId zone) {
        var latest = arrival.by().plus(Arrival.AHEAD);
        var earliest =
                arrival.isObserved()
                        ? arrival.from().minus(HELD_BACK)
                        : Instant.EPOCH.plus(HELD_BACK);
        return candidates(arrival, zone)
                .filter(at -> !at.isAfter(latest) && !at.isBefore(earliest))
                .max(Comparator.naturalOrder());
    }

    /** Matches, at a text's beginning, what {@link #parse} reads. */
    String SHAPE =
            "(?:\\d{4}[-/]\\d\\d[-/]\\d\\d(?:T| - |,? )\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:"
                + " ?(?:Z|UTC|GMT)\\b| ?[+-]\\d\\d:?\\d\\d)?|\\d\\d[-/][A-Z][a-z]{2}[-/]\\d{4}[:"
                + " ]\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4}| UTC)?|\\d\\d [A-Z][a-z]{2} \\d{4}"
                + " \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d"
                + " \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})? \\d{4}"
                + "|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?)";

    /** The time that {@code text} is, as a whole. */
    static Optional<WrittenTime> parse(String text) {
        try {
            var numbers = Shapes.NUMERIC.matcher(text);
            if (numbers.matches()) {
                var date =
                        LocalDate.of(integer(numbers, 1), integer(numbers, 2), integer(numbers, 3));
                var at = zoned(date.atTime(time(numbers, 4)), numbers.group(8));
                return Optional.of(precise(numbers, 4, at));
            }
            var named = Shapes.NAMED_MONTH.matcher(text);
            if (named.matches()) {
                return month(named.group(2))
                        .flatMap(
                                m -> local(integer(named, 3), m, integer(named, 1), time(named, 4)))
                        .map(at -> precise(named, 4, zoned(at, named.group(8))));
            }
            var named2 = Shapes.APACHE.matcher(text);
            if (named2.matches()) {
                return month(named2.group(1))
                        .flatMap(
                                m ->
                                        local(
                                                integer(named2, 7),
                                                m,
                                                Integer.parseInt(named2.group(2).strip()),
                                                time(named2, 3)))
                        .map(at -> precise(named2, 3, new Local(at)));
            }
            var clock = Shapes.CLOCK.matcher(text);
            return clock.matches()
                    ? Optional.of(precise(clock, 1, new OfDay(time(clock, 1))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A count since 1970 in seconds, milliseconds, microseconds or nanoseconds, by its size. */
    static Optional<WrittenTime> epoch(double count) {
        double seconds = count;
        while (seconds >= 1e11) {
            seconds /= 1_000;
        }
        if (seconds < 1e8) {
            return Optional.empty();
        }
        var at = new Exact(Instant.ofEpochMilli(Math.round(seconds * 1_000)));
        boolean isWhole = seconds == count && count == Math.rint(count);
        return Optional.of(isWhole ? new ToTheSecond(at) : at);
    }

    private static Optional<LocalDateTime> local(int year, int month, int day, LocalTime time) {
        try {
            return Optional.of(LocalDate.of(year, month, day).atTime(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static WrittenTime zoned(LocalDateTime at, String zone) {
        if (zone == null || zone.isEmpty()) {
            return new Local(at);
        }
        boolean isUtc = Character.isLetter(zone.charAt(0));
        return new Exact(at.toInstant(isUtc ? ZoneOffset.UTC : ZoneOffset.of(zone)));
    }

    /**
     * @param hour the group of the hour, which that of the fraction follows as the third
     */
    private static WrittenTime precise(Matcher matcher, int hour, WrittenTime at) {
        return matcher.group(hour + 3) == null ? new ToTheSecond(at) : at;
    }

    private static LocalTime time(Matcher matcher, int hour) {
        var fraction = matcher.group(hour + 3);
        int nanos =
                fraction == null
                        ? 0
                        : Integer.parseInt(fraction + "0".repeat(9 - fraction.length()));
        return LocalTime.of(
                integer(matcher, hour),
                integer(matcher, hour + 1),
                integer(matcher, hour + 2),
                nanos);
    }

    private static int integer(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static Optional<Integer> month(String name) {
        int index = Shapes.MONTHS.indexOf(name.toLowerCase(Locale.ROOT));
        return index < 0 ? Optional.empty() : Optional.of(index + 1);
    }

    /** The shapes, each with the groups that {@link #parse} reads. */
    final class Shapes {
        private static final String TIME = "(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?";
        private static final List<String> MONTHS =
                List.of(
                        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                        "dec");
        private static final Pattern NUMERIC =
                Pattern.compile(
                        "(\\d{4})[-/](\\d\\d)[-/](\\d\\d)(?:T| - |,? )"
                                + TIME
                                + "(?: ?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d))?");
        private static final Pattern NAMED_MONTH =
                Pattern.compile(
                        "(\\d\\d)[-/ ]([A-Z][a-z]{2})[-/ ](\\d{4})[: ]"
                                + TIME
                                + "(?: (UTC|[+-]\\d{4}))?");
        private static final Pattern APACHE =
                Pattern.compile("[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \\d]\\d) " + TIME + " (\\d{4})");
        private static final Pattern CLOCK = Pattern.compile(TIME);

        private Shapes() {}
    }
}
