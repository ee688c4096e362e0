package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Whether somebody can slip through who starts another process and ends. */
final class SearchTest {
    private static final ProcessEntry HIDDEN = process(4_000_001);
    private static final ProcessEntry ENDED = process(4_000_000);
    private static final Census HAS_IT = new Census(List.of(HIDDEN), Set.of(), false);

    @Test
    void looksAgainWhereOneWasGoneBeforeItCouldBeLookedAt() {
        assertThat(search(new Census(List.of(), Set.of(), true), HAS_IT)).containsExactly(HIDDEN);
    }

    @Test
    void looksAgainWhereOneEndedThatMayHaveStartedAnother() {
        assertThat(search(new Census(List.of(), Set.of(ENDED), false), HAS_IT))
                .containsExactly(HIDDEN);
    }

    @Test
    void looksAgainWhereOneEndedWhileItWasLookedAt() {
        var ending = new Census(List.of(process(4_000_002)), Set.of(), false);
        var counts = new ArrayDeque<>(List.of(ending, HAS_IT));

        List<ProcessEntry> found =
                Search.thorough(counts::remove, all -> all.contains(HIDDEN) ? all : List.of());

        assertThat(found).containsExactly(HIDDEN);
    }

    @Test
    void takesNobodysWordTwiceForZombiesThatStay() {
        var same = new Census(List.of(), Set.of(ENDED), false);

        assertThat(search(same, same)).isEmpty();
    }

    @Test
    void givesUpWhereOthersComeAndGoAllTheTime() {
        var busy = new Census(List.of(), Set.of(), true);

        assertThat(Search.thorough(() -> busy, UnaryOperator.identity())).isEmpty();
    }

    private static List<ProcessEntry> search(Census... counts) {
        return Search.thorough(new ArrayDeque<>(List.of(counts))::remove, UnaryOperator.identity());
    }

    private static ProcessEntry process(long pid) {
        return new ProcessEntry(
                pid, "sh", 1, OptionalLong.of(pid), OptionalLong.of(pid), 1, OptionalLong.empty());
    }
}
