package dev.muster.examples.shop.storefront;

import java.math.BigDecimal;
import java.util.List;

/**
 * A product of the catalog.
 *
 * @param price in euros
 * @param pattern how its picture is drawn
 * @param palette the picture's colours, the ground first
 */
public record Print(
        String id,
        String name,
        String about,
        BigDecimal price,
        String pattern,
        List<String> palette) {}
