package dev.muster.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Times whose own {@code parse} takes more than it keeps: {@link Instant#parse} drops an offset and
 * a leap second, {@link ZonedDateTime#parse} moves a time that its zone does not have.
 */
final class TimeText {
    static final String INSTANT = "a time such as \"2026-01-31T12:00:00Z\"";
    static final String DATE = "a date such as \"2026-01-31\"";
    static final String TIME = "a time of day such as \"12:00:00\"";
    static final String DATE_TIME = "a date and time such as \"2026-01-31T12:00:00\"";
    static final String OFFSET = "a time with its offset such as \"2026-01-31T12:00:00+01:00\"";
    static final String OFFSET_TIME = "a time of day with its offset such as \"12:00:00+01:00\"";
    static final String ZONED =
            "a time with its zone such as \"2026-01-31T12:00:00+01:00[Europe/Berlin]\"";
    static final String ZONE = "a time zone such as \"Europe/Berlin\"";

    private TimeText() {}

    static Instant instant(String text) {
        var time = OffsetDateTime.parse(text);
        if (!time.getOffset().equals(ZoneOffset.UTC)) {
            throw new InexactText(INSTANT + ", in UTC", null);
        }
        return time.toInstant();
    }

    static ZonedDateTime zonedDateTime(String text) {
        var time = ZonedDateTime.parse(text);
        int zone = text.indexOf('[');
        var written = OffsetDateTime.parse(zone < 0 ? text : text.substring(0, zone));
        if (!time.toOffsetDateTime().equals(written)) {
            throw new DateTimeException("the zone has another offset then");
        }
        return time;
    }

    static ZoneOffset offset(String text) {
        var offset = ZoneOffset.of(text);
        if (!offset.getId().equals(text) && !text.equals("+00:00")) {
            throw new DateTimeException("not written so");
        }
        return offset;
    }
}
