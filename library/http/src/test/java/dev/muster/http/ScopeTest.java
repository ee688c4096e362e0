package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScopeTest {
    private static final Scope.Key<String> USER = Scope.Key.named("user");
    private static final Scope.Key<Integer> PAGE = Scope.Key.named("page");

    @Test
    void holdsTheNewestValueOfEachKey() {
        var scope = Scope.current().with(USER, "ann").with(PAGE, 3).with(USER, "bea");
        assertThat(scope.find(USER)).contains("bea");
        assertThat(scope.find(PAGE)).contains(3);
    }

    @Test
    void isCurrentWithinAndGoneAfterwards() {
        String found =
                Scope.current().with(USER, "ann").call(() -> Scope.current().find(USER).orElse(""));
        assertThat(found).isEqualTo("ann");
        assertThat(Scope.current().find(USER)).isEmpty();
    }

    @Test
    void canBeHandedToAnotherThread() throws Exception {
        var scope = Scope.current().with(USER, "ann");
        var found = new String[1];
        Thread.startVirtualThread(
                        () -> scope.run(() -> found[0] = Scope.current().find(USER).orElse("")))
                .join();
        assertThat(found[0]).isEqualTo("ann");
    }
}
