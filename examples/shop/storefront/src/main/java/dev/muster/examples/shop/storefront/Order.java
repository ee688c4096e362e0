package dev.muster.examples.shop.storefront;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * @param total in euros
 * @param status {@code OPEN}, {@code PAID}, {@code DECLINED} or {@code UNPAID}
 */
public record Order(
        String id, String product, int quantity, BigDecimal total, String status, Instant placed) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** The beginning of the id, which is enough for people. */
    public String number() {
        return id.substring(0, Math.min(8, id.length()));
    }

    public String time() {
        return TIME.format(placed) + " UTC";
    }

    public boolean isOpen() {
        return status.equals("OPEN");
    }

    public String headline() {
        return switch (status) {
            case "PAID" -> "Thank you. It is yours.";
            case "DECLINED" -> "The bank said no.";
            case "OPEN" -> "Waiting for the bank.";
            default -> "The bank did not answer.";
        };
    }

    public String explanation() {
        return switch (status) {
            case "PAID" -> "Your order is paid and on its way to the press.";
            case "DECLINED" -> "Nothing was charged. Another try may have better luck.";
            case "OPEN" -> "This page looks again every two seconds.";
            default -> "Nobody knows whether you were charged, so it is not tried again.";
        };
    }
}
