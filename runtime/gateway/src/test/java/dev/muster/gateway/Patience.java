package dev.muster.gateway;

import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionFactory;

import java.time.Duration;

/** How long tests wait for what must happen, on a machine that may be busy with other things. */
public final class Patience {
    static final Duration LONGEST = Duration.ofMinutes(1);

    private Patience() {}

    public static ConditionFactory eventually() {
        return await().atMost(LONGEST);
    }
}
