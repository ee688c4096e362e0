package dev.muster.examples.shop.catalog;

import java.math.BigDecimal;
import java.util.List;

/**
 * A print.
 *
 * @param id as it stands in addresses
 * @param price in euros
 * @param pattern how the picture is drawn
 * @param palette the colours it is drawn with, the ground first, as {@code #rrggbb}
 */
record Product(
        String id,
        String name,
        String about,
        BigDecimal price,
        String pattern,
        List<String> palette) {}
