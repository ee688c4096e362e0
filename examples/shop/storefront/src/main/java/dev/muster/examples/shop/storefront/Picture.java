package dev.muster.examples.shop.storefront;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Draws a print as SVG: one of a few patterns, in the print's own colours, always the same for the
 * same print.
 */
final class Picture {
    private static final int WIDTH = 240;
    private static final int HEIGHT = 300;
    private static final int TILE = 60;
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final List<String> GREYS = List.of("#dddddd", "#666666");

    private final StringBuilder svg = new StringBuilder(8192);
    private final List<String> palette;
    private final SplittableRandom random;

    private Picture(List<String> palette, long seed) {
        this.palette = palette;
        random = new SplittableRandom(seed);
    }

    /** A whole {@code <svg>} element; it holds nothing of the print but its colours. */
    static String of(Print print) {
        var colours = print.palette().stream().filter(c -> COLOUR.matcher(c).matches()).toList();
        var palette = colours.size() < 2 ? GREYS : colours;
        return new Picture(palette, print.id().hashCode()).draw(print.pattern());
    }

    private String draw(String pattern) {
        add("<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">", WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>", WIDTH, HEIGHT, palette.getFirst());
        switch (pattern) {
            case "hills" -> hills();
            case "arcs" -> arcs();
            case "blocks" -> blocks();
            case "rings" -> rings();
            case "dots" -> dots();
            default -> rays();
        }
        return svg.append("</svg>").toString();
    }

    /** A sun behind ranges of hills, the nearest last. */
    private void hills() {
        circle(60 + random.nextInt(120), 95, 38, palette.getLast());
        for (int range = 1; range < palette.size() - 1; range++) {
            double base = 95 + range * 50;
            double swing = 14 + random.nextInt(14);
            double phase = random.nextDouble() * 6;
            double width = 28 + random.nextInt(26);
            add("<path fill=\"%s\" d=\"M0 %d", palette.get(range), HEIGHT);
            for (int x = 0; x <= WIDTH; x += 6) {
                add("L%d %.1f", x, base + swing * Math.sin(x / width + phase));
            }
            add("L%d %dZ\"/>", WIDTH, HEIGHT);
        }
    }

    /** One quarter disc per tile, turned at random, with a smaller one in it. */
    private void arcs() {
        tiles(
                (x, y) -> {
                    int corner = random.nextInt(4);
                    quarter(x, y, corner, TILE, colour());
                    quarter(x, y, corner, TILE / 2, palette.getFirst());
                });
    }

    /** Discs, rings, quarters and triangles, each on a ground of its own. */
    private void blocks() {
        tiles(
                (x, y) -> {
                    int half = TILE / 2;
                    // A little too wide, so that no seam shows between two of one colour.
                    add("<path fill=\"%s\" d=\"M%d %dh60.5v60.5h-60.5z\"/>", colour(), x, y);
                    switch (random.nextInt(5)) {
                        case 0 -> circle(x + half, y + half, half - 6, colour());
                        case 1 -> quarter(x, y, random.nextInt(4), TILE, colour());
                        case 2 -> triangle(x, y, random.nextInt(4), palette.getFirst());
                        case 3 -> {
                            circle(x + half, y + half, half - 6, palette.getFirst());
                            circle(x + half, y + half, half / 2 - 4, colour());
                        }
                        default -> {
                            quarter(x, y, 0, half, colour());
                            quarter(x, y, 2, half, palette.getFirst());
                        }
                    }
                });
    }

    /** Rings around a point off the middle. */
    private void rings() {
        int x = 70 + random.nextInt(100);
        int y = 100 + random.nextInt(100);
        int ring = 0;
        for (int radius = 300; radius > 6; radius -= 6 + random.nextInt(16)) {
            circle(x, y, radius, palette.get(ring++ % palette.size()));
        }
    }

    /** Dots that grow and shrink across the sheet. */
    private void dots() {
        double slant = 0.4 + random.nextDouble();
        double phase = random.nextDouble() * 6;
        for (int y = 15; y < HEIGHT; y += 15) {
            for (int x = 15; x < WIDTH; x += 15) {
                double wave = Math.sin(x / 38.0 + phase) + Math.cos(y / 46.0 * slant - phase);
                add(
                        "<circle cx=\"%d\" cy=\"%d\" r=\"%.1f\" fill=\"%s\"/>",
                        x,
                        y,
                        1 + 1.6 * (wave + 2),
                        palette.get(wave > 0.8 ? palette.size() - 1 : 1));
            }
        }
    }

    /** Paper suns, one above another. */
    private void rays() {
        for (int sun = 0; sun < 6; sun++) {
            int x = 40 + 110 * (sun % 2) + random.nextInt(50);
            int y = 40 + 90 * (sun / 2) + random.nextInt(50);
            int radius = 36 + random.nextInt(44);
            int points = 10 + 2 * random.nextInt(6);
            add("<polygon fill=\"%s\" points=\"", palette.get(1 + sun % (palette.size() - 1)));
            for (int i = 0; i < 2 * points; i++) {
                double angle = Math.PI * i / points;
                double reach = i % 2 == 0 ? radius : radius * 0.72;
                add("%.1f,%.1f ", x + reach * Math.cos(angle), y + reach * Math.sin(angle));
            }
            add("\"/>");
            circle(x, y, radius / 3, palette.getFirst());
        }
    }

    @FunctionalInterface
    private interface Tile {
        void draw(int x, int y);
    }

    private static void tiles(Tile tile) {
        for (int y = 0; y < HEIGHT; y += TILE) {
            for (int x = 0; x < WIDTH; x += TILE) {
                tile.draw(x, y);
            }
        }
    }

    private void circle(int x, int y, int radius, String colour) {
        add("<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>", x, y, radius, colour);
    }

    /** A quarter disc around a tile's corner; corners count clockwise from the top left. */
    private void quarter(int x, int y, int corner, int radius, String colour) {
        int cornerX = corner == 1 || corner == 2 ? x + TILE : x;
        int cornerY = corner >= 2 ? y + TILE : y;
        int right = cornerX == x ? radius : -radius;
        int down = cornerY == y ? radius : -radius;
        int sweep = right > 0 == down > 0 ? 1 : 0;
        add(
                "<path fill=\"%s\" d=\"M%d %dh%dA%d %d 0 0 %d %d %dZ\"/>",
                colour, cornerX, cornerY, right, radius, radius, sweep, cornerX, cornerY + down);
    }

    /** A tile's lower left half, turned. */
    private void triangle(int x, int y, int turns, String colour) {
        add(
                "<path fill=\"%s\" transform=\"rotate(%d %d %d)\" d=\"M%d %dv60h60z\"/>",
                colour, 90 * turns, x + TILE / 2, y + TILE / 2, x, y);
    }

    /** Any colour but the ground. */
    private String colour() {
        return palette.get(1 + random.nextInt(palette.size() - 1));
    }

    @SuppressWarnings("AnnotateFormatMethod") // which would need an annotation library
    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
