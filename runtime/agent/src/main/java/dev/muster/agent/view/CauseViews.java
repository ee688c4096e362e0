package dev.muster.agent.view;

import dev.muster.control.CauseView;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentence;
import dev.muster.store.Printable;
import dev.muster.store.event.CauseJson;

import org.jspecify.annotations.Nullable;

/** Causes as they are shown. They may quote what a program wrote, and that may hold anything. */
final class CauseViews {
    private CauseViews() {}

    static CauseView of(@Nullable String subject, Cause cause, Sentence sentence) {
        return new CauseView(
                cause.code(),
                subject == null ? null : Printable.line(subject),
                CauseJson.parameters(cause),
                Printable.line(sentence.text()));
    }
}
