package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.HttpProblem;
import dev.muster.transport.ByteBudget;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

class KeptStreamTest {
    private static final int MIB = 1 << 20;

    private final ByteBudget budget = ByteBudget.of(16 * MIB, Duration.ZERO);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 32_768, 40_960, 1_000_000})
    void givesEveryByteAndTakesRoomForThose(int length) throws IOException {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        var charge = budget.charge(8 * MIB);
        try (var stream = new KeptStream(new ByteArrayInputStream(bytes), charge, 4)) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(budget.used()).isBetween(4L * length, Math.max(8L * length + 64_000, 16_384));
        charge.close();
    }

    @Test
    void leavesToOthersWhatAReaderDoesNotWant() throws Exception {
        var charge = budget.charge(12 * MIB);
        try (var stream = new KeptStream(new ByteArrayInputStream(new byte[MIB]), charge, 4)) {
            assertThat(stream.readNBytes(100_000)).hasSize(100_000);
        }
        assertThat(budget.charge(10 * MIB).await(10 * MIB)).isTrue();
    }

    @Test
    void readsNoFurtherThanThereIsRoom() throws Exception {
        assertThat(budget.charge(11 * MIB).await(11 * MIB)).isTrue();
        var body = new ByteArrayInputStream(new byte[MIB]);
        try (var stream = new KeptStream(body, budget.charge(4 * MIB), 4)) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(HttpProblem.class);
        }
        assertThat(body.available()).isGreaterThan(MIB / 2);
    }
}
