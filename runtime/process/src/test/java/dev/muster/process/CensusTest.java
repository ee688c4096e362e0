package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.process.ProcFs.Stat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Whether somebody can slip through who starts another process and ends. */
final class CensusTest {
    private static final Stat HIDDEN = stat(4_000_001, 'S');
    private static final Stat ENDED = stat(4_000_000, 'Z');
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
        var ending = new Census(List.of(stat(4_000_002, 'R')), Set.of(), false);
        var counts = new ArrayDeque<>(List.of(ending, HAS_IT));

        List<Stat> found =
                Census.search(counts::remove, all -> all.contains(HIDDEN) ? all : List.of());

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

        assertThat(Census.search(() -> busy, UnaryOperator.identity())).isEmpty();
    }

    private static List<Stat> search(Census... counts) {
        return Census.search(new ArrayDeque<>(List.of(counts))::remove, UnaryOperator.identity());
    }

    private static Stat stat(long pid, char state) {
        return new Stat(pid, "sh", state, 1, pid, pid, 1, 1, 0);
    }
}
