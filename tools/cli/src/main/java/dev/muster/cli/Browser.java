package dev.muster.cli;

import java.io.IOException;
import java.util.List;

/** Opens an address in the user's browser, where there is one. */
final class Browser {
    private Browser() {}

    /**
     * Tries the platforms' openers in turn; the address has been printed, so finding none is no
     * failure.
     */
    static void open(String url) {
        for (var opener : List.of("xdg-open", "open", "wslview")) {
            try {
                new ProcessBuilder(opener, url)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return;
            } catch (IOException notInstalled) {
                // The next one may be.
            }
        }
    }
}
