package dev.muster.registry;

import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionFactory;

import java.time.Duration;

/** How long tests wait for what must happen, on a machine that may be busy with other things. */
final class Patience {
    private Patience() {}

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(1));
    }
}
