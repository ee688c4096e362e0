package dev.muster.supervisor.text;

import java.time.Duration;
import java.util.Locale;

/** How the supervisor's sentences are worded. */
public final class Wording {

    private Wording() {}

    /** A duration as people say it: "40 ms", "0.3 s", "60 s", "12 min". */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 10_000 && millis % 1000 != 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        return millis < 120_000 ? millis / 1000 + " s" : duration.toMinutes() + " min";
    }

    /** The end of a process: "exited 1 within 0.3 s", "exited 137 (killed from outside)". */
    public static String exit(int status, Duration ranFor) {
        String meaning =
                switch (status) {
                    case 126 -> " (its program cannot be executed)";
                    case 127 -> " (its program was not found)";
                    case 128 + 4 -> " (illegal instruction, signal 4)";
                    case 128 + 6 -> " (aborted, signal 6)";
                    case 128 + 7 -> " (bus error, signal 7)";
                    case 128 + 8 -> " (arithmetic error, signal 8)";
                    case 128 + 9 -> " (killed from outside)";
                    case 128 + 11 -> " (crashed, signal 11)";
                    case 128 + 2, 128 + 15 ->
                            " (told from outside to stop, signal " + (status - 128) + ")";
                    default -> "";
                };
        boolean killed = status == 128 + 9 || status == 128 + 15 || status == 128 + 2;
        String when = ranFor.toSeconds() < 10 ? " within " : " after ";
        return "exited " + status + meaning + (killed ? "" : when + of(ranFor));
    }
}
