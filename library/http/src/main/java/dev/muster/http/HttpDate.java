package dev.muster.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The date of a message (RFC 9110, section 5.6.7). By hand, because a formatter that names days and
 * months has the JDK load what it knows of every language, in each service and at its start.
 */
public final class HttpDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final List<String> MONTHS =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");
    private static final int CENTURY = 100;
    private static final int LEAP_SECOND = 60;

    private HttpDate() {}

    /**
     * @param second since the epoch, before the year 10000
     */
    public static String of(long second) {
        var time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        var text = new StringBuilder("Www, dd Mmm yyyy hh:mm:ss GMT".length());
        text.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(", ");
        twoDigits(text, time.getDayOfMonth()).append(' ');
        text.append(MONTHS.get(time.getMonthValue() - 1))
                .append(' ')
                .append(time.getYear())
                .append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    /**
     * The time that {@code text} says in one of the three forms that a recipient has to know; empty
     * if it says none, which makes a header of a request count as absent.
     */
    public static Optional<Instant> parse(String text) {
        return Forms.ALL.stream()
                .map(form -> form.matcher(text))
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(HttpDate::instant);
    }

    private static Optional<Instant> instant(Matcher found) {
        int month = 1 + MONTHS.indexOf(found.group("month"));
        try {
            return Optional.of(
                    LocalDateTime.of(
                                    year(found.group("year")),
                                    month,
                                    Integer.parseInt(found.group("day").strip()),
                                    Integer.parseInt(found.group("hour")),
                                    Integer.parseInt(found.group("minute")),
                                    second(found.group("second")))
                            .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A leap second, which the time of this JVM does not know, is the one before it. */
    private static int second(String text) {
        int second = Integer.parseInt(text);
        return second == LEAP_SECOND ? LEAP_SECOND - 1 : second;
    }

    /** Of two digits, the year that is not more than 50 years ahead. */
    private static int year(String text) {
        int year = Integer.parseInt(text);
        if (text.length() > 2) {
            return year;
        }
        int now = Year.now(ZoneOffset.UTC).getValue();
        int full = now - now % CENTURY + year;
        return full > now + CENTURY / 2 ? full - CENTURY : full;
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** Compiled only where a client sends a date. */
    private static final class Forms {
        private static final String TIME = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)";

        /** The one of today, that of RFC 850, and that of C's asctime. */
        private static final List<Pattern> ALL =
                List.of(
                        Pattern.compile(
                                "[A-Z][a-z]{2}, (?<day>\\d\\d) (?<month>[A-Z][a-z]{2})"
                                        + " (?<year>\\d{4}) "
                                        + TIME
                                        + " GMT"),
                        Pattern.compile(
                                "[A-Z][a-z]{5,8}, (?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-"
                                        + "(?<year>\\d\\d) "
                                        + TIME
                                        + " GMT"),
                        Pattern.compile(
                                "[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) "
                                        + TIME
                                        + " (?<year>\\d{4})"));

        private Forms() {}
    }
}
