package dev.muster.http;

import java.util.Locale;
import java.util.Map;

/**
 * The media types of files by their suffixes, as IANA registers them. Text is UTF-8. What is not
 * here is bytes, which a browser then saves and never runs.
 */
final class FileTypes {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> BY_SUFFIX =
            Map.ofEntries(
                    text("text/css", "css"),
                    text("text/html", "html"),
                    text("text/html", "htm"),
                    text("text/javascript", "js"),
                    text("text/javascript", "mjs"),
                    text("text/plain", "txt"),
                    text("text/markdown", "md"),
                    text("text/csv", "csv"),
                    text("text/calendar", "ics"),
                    text("text/vtt", "vtt"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("jsonld", "application/ld+json"),
                    Map.entry("geojson", "application/geo+json"),
                    Map.entry("webmanifest", "application/manifest+json"),
                    Map.entry("xml", "application/xml"),
                    Map.entry("xhtml", "application/xhtml+xml"),
                    Map.entry("atom", "application/atom+xml"),
                    Map.entry("rss", "application/rss+xml"),
                    Map.entry("yaml", "application/yaml"),
                    Map.entry("yml", "application/yaml"),
                    Map.entry("wasm", "application/wasm"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("gz", "application/gzip"),
                    Map.entry("epub", "application/epub+zip"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("png", "image/png"),
                    Map.entry("apng", "image/apng"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("avif", "image/avif"),
                    Map.entry("bmp", "image/bmp"),
                    Map.entry("tif", "image/tiff"),
                    Map.entry("tiff", "image/tiff"),
                    Map.entry("ico", "image/vnd.microsoft.icon"),
                    Map.entry("woff", "font/woff"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("ttf", "font/ttf"),
                    Map.entry("otf", "font/otf"),
                    Map.entry("mp3", "audio/mpeg"),
                    Map.entry("m4a", "audio/mp4"),
                    Map.entry("aac", "audio/aac"),
                    Map.entry("ogg", "audio/ogg"),
                    Map.entry("opus", "audio/ogg"),
                    Map.entry("flac", "audio/flac"),
                    Map.entry("wav", "audio/vnd.wave"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("webm", "video/webm"),
                    Map.entry("ogv", "video/ogg"),
                    Map.entry("mov", "video/quicktime"),
                    Map.entry("glb", "model/gltf-binary"),
                    Map.entry("gltf", "model/gltf+json"));

    private FileTypes() {}

    static String of(String fileName) {
        var suffix = fileName.substring(fileName.lastIndexOf('.') + 1);
        return BY_SUFFIX.getOrDefault(suffix.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    private static Map.Entry<String, String> text(String type, String suffix) {
        return Map.entry(suffix, type + "; charset=utf-8");
    }
}
