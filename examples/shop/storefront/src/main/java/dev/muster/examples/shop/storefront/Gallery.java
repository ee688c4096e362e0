package dev.muster.examples.shop.storefront;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pictures of prints, each drawn once. */
public final class Gallery {
    private static final int MOST = 500;

    private final Map<Print, String> pictures = new ConcurrentHashMap<>();

    /** The print's picture, as a whole {@code <svg>} element. */
    public String picture(Print print) {
        if (pictures.size() > MOST) {
            pictures.clear();
        }
        return pictures.computeIfAbsent(print, Picture::of);
    }
}
