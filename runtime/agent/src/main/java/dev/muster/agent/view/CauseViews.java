package dev.muster.agent.view;

import dev.muster.control.CauseView;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentence;
import dev.muster.store.Printable;
import dev.muster.store.event.CauseJson;
import dev.muster.store.event.LoggedEvent;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Causes as they are shown. They may quote what a program wrote, and that may hold anything. */
final class CauseViews {
    private CauseViews() {}

    static CauseView of(@Nullable String subject, Cause cause, Sentence sentence) {
        return of(subject, cause.code(), CauseJson.parameters(cause), sentence);
    }

    /** What happened; its parameters were made when it did. */
    static CauseView of(@Nullable String subject, LoggedEvent logged, Sentence sentence) {
        return of(subject, logged.event().cause().code(), logged.parameters(), sentence);
    }

    private static CauseView of(
            @Nullable String subject,
            String code,
            Map<String, Object> parameters,
            Sentence sentence) {
        return new CauseView(
                code,
                subject == null ? null : Printable.line(subject),
                parameters,
                Printable.line(sentence.text()));
    }
}
