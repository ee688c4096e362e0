package dev.muster.control;

import java.util.List;

/**
 * Why a service is as it is.
 *
 * @param sentence the answer
 * @param facts what stands behind it, a sentence each, the most telling first
 * @param next a command that says more
 */
public record ExplainView(String service, String sentence, List<String> facts, String next) {
    public ExplainView {
        facts = List.copyOf(facts);
    }
}
