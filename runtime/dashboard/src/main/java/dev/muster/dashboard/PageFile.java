package dev.muster.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads what the dashboard's jar and its webjars hold. */
final class PageFile {
    private PageFile() {}

    /** A file of ours, by its name below {@code page/}. */
    static byte[] read(String name) {
        return resource("/dev/muster/dashboard/page/" + name);
    }

    static String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    /**
     * Any file of the class path.
     *
     * @throws DashboardException if it is not there
     */
    static byte[] resource(String path) {
        try (var in = PageFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new DashboardException("the class path has no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DashboardException("cannot read " + path + " from the class path", e);
        }
    }
}
