package dev.muster.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Year;

/**
 * A number as JSON writes it (RFC 8259, section 6), turned into a Java number without loss.
 *
 * <p>Its length and its exponent are bounded, because a {@link BigDecimal} of a few characters can
 * take any amount of memory in the first calculation that it is part of.
 */
final class NumberText {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_EXPONENT = 400;

    /** As many digits as always come back from a double, and from a float. */
    private static final int DOUBLE_DIGITS = 15;

    private static final int FLOAT_DIGITS = 6;

    /** As many digits as tell any two doubles apart, or any two floats. */
    private static final int MAX_DOUBLE_DIGITS = 17;

    private static final int MAX_FLOAT_DIGITS = 9;

    private final String text;
    private int at;
    private int significantDigits;
    private boolean isWhole = true;

    private NumberText(String text) {
        this.text = text;
    }

    static long whole(String text, long min, long max) {
        var value = bigInteger(text);
        if (value.bitLength() > 63 || value.longValue() < min || value.longValue() > max) {
            throw inexact("a whole number from " + min + " to " + max);
        }
        return value.longValue();
    }

    static BigInteger bigInteger(String text) {
        if (!parse(text).isWhole) {
            throw inexact("a whole number");
        }
        return new BigInteger(text);
    }

    static BigDecimal bigDecimal(String text) {
        parse(text);
        return new BigDecimal(text);
    }

    static Year year(String text) {
        return Year.of((int) whole(text, Year.MIN_VALUE, Year.MAX_VALUE));
    }

    /**
     * The nearest double. A whole number that a double does not hold is refused, and so is one with
     * more digits than a double can tell apart; so is what is too large. What is so small that a
     * double has fewer digits is taken where it is the double in as many digits as it is written
     * with: {@code 5e-324}, as JavaScript and Python write the least, and {@code 4.9E-324}.
     */
    static double toDouble(String text) {
        var number = parse(text);
        double value = Double.parseDouble(text);
        double size = Math.abs(value);
        boolean isNormal = size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
        if (isNormal && number.significantDigits <= DOUBLE_DIGITS) {
            return value;
        }
        if (Double.isInfinite(value)) {
            throw inexact("a number from -1.7976931348623157E308 to 1.7976931348623157E308");
        }
        boolean isNearEnough =
                isNormal && !number.isWhole && number.significantDigits <= MAX_DOUBLE_DIGITS;
        if (isNearEnough
                || number.is(Double.toString(value))
                || number.isRounded(value, MAX_DOUBLE_DIGITS)
                || number.is(value)) {
            return value;
        }
        throw inexact("a number that a double holds without loss");
    }

    /**
     * The nearest float, by the rules of {@link #toDouble}; any double that is a float is taken.
     */
    static float toFloat(String text) {
        var number = parse(text);
        float value = Float.parseFloat(text);
        float size = Math.abs(value);
        boolean isNormal = size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE;
        if (isNormal && number.significantDigits <= FLOAT_DIGITS) {
            return value;
        }
        if (Float.isInfinite(value)) {
            throw inexact("a number from -3.4028235E38 to 3.4028235E38");
        }
        boolean isNearEnough =
                isNormal && !number.isWhole && number.significantDigits <= MAX_FLOAT_DIGITS;
        boolean isDouble = size > 0 && !number.isWhole && Double.parseDouble(text) == value;
        if (isNearEnough
                || isDouble
                || number.is(Float.toString(value))
                || number.isRounded(value, MAX_FLOAT_DIGITS)
                || number.is(value)) {
            return value;
        }
        throw inexact("a number that a float holds without loss");
    }

    private boolean is(String other) {
        return new BigDecimal(text).compareTo(new BigDecimal(other)) == 0;
    }

    private boolean is(double other) {
        return new BigDecimal(text).compareTo(new BigDecimal(other)) == 0;
    }

    /**
     * Whether {@code other} in as many digits as this has, and that is at most so many, is this.
     */
    private boolean isRounded(double other, int maxDigits) {
        if (significantDigits > maxDigits) {
            return false;
        }
        var rounded = new BigDecimal(other).round(new MathContext(significantDigits));
        return new BigDecimal(text).compareTo(rounded) == 0;
    }

    private static NumberText parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw inexact("a number of at most " + MAX_LENGTH + " characters");
        }
        var number = new NumberText(text);
        number.parse();
        return number;
    }

    private void parse() {
        skip('-');
        int start = at;
        digits();
        if (at - start > 1 && text.charAt(start) == '0') {
            throw noNumber();
        }
        if (skip('.')) {
            isWhole = false;
            digits();
        }
        if (skip('e') || skip('E')) {
            isWhole = false;
            exponent();
        }
        if (at < text.length()) {
            throw noNumber();
        }
    }

    private void digits() {
        int start = at;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            if (significantDigits > 0 || text.charAt(at) != '0') {
                significantDigits++;
            }
        }
        if (at == start) {
            throw noNumber();
        }
    }

    private void exponent() {
        if (!skip('+')) {
            skip('-');
        }
        int start = at;
        int exponent = 0;
        for (; at < text.length() && isDigit(text.charAt(at)); at++) {
            exponent = Math.min(10 * exponent + text.charAt(at) - '0', MAX_EXPONENT + 1);
        }
        if (at == start) {
            throw noNumber();
        }
        if (exponent > MAX_EXPONENT) {
            throw inexact(
                    "a number with an exponent from -" + MAX_EXPONENT + " to " + MAX_EXPONENT);
        }
    }

    private boolean skip(char c) {
        boolean isHere = at < text.length() && text.charAt(at) == c;
        if (isHere) {
            at++;
        }
        return isHere;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static NumberFormatException noNumber() {
        return new NumberFormatException("no number");
    }

    private static InexactText inexact(String expected) {
        return new InexactText(expected, null);
    }
}
