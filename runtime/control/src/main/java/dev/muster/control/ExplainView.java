package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Why a service is as it is.
 *
 * @param sentence the answer
 * @param cause what keeps it from being ready; null where it is
 * @param facts what stands behind it, a sentence each, the most telling first
 * @param next a command that says more
 */
public record ExplainView(
        String service,
        String sentence,
        @Nullable CauseView cause,
        List<String> facts,
        String next) {
    public ExplainView {
        facts = List.copyOf(facts);
    }
}
