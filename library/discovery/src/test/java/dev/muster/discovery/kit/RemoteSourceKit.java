package dev.muster.discovery.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a source is held to that asks something which may be gone. */
public abstract class RemoteSourceKit extends ChangingSourceKit {
    /** From now on the registry gives no answer; returns when the source has noticed. */
    protected abstract void lose() throws Exception;

    /** The registry answers again, with what was last published. */
    protected abstract void restore() throws Exception;

    @Test
    protected void keepsTheLastSnapshotWhileTheRegistryIsGone() throws Exception {
        var heard = new SnapshotRecorder();
        publish("catalog", ONE);
        try (var _ = source().subscribe("catalog", heard)) {
            heard.await(ONE);
            lose();
            assertThat(heard.all().getLast().ready()).containsExactly(ONE);
            publish("catalog", ONE, TWO);
            restore();
            heard.await(ONE, TWO);
            assertThat(heard.all().stream().skip(1).filter(each -> each.ready().isEmpty()))
                    .isEmpty();
        }
    }

    @Test
    protected void subscribesWhileTheRegistryIsGone() throws Exception {
        var first = new SnapshotRecorder();
        var second = new SnapshotRecorder();
        publish("catalog", ONE);
        try (var _ = source().subscribe("catalog", first)) {
            first.await(ONE);
            lose();
            try (var _ = source().subscribe("catalog", second)) {
                assertThat(second.all()).hasSize(1);
                restore();
                second.await(ONE);
            }
        }
    }
}
