package dev.muster.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** No byte that is not as it was written passes for data. */
final class SealedJsonTest {
    private static final Names NAMES = new Names(List.of("catalog", "déjà vu"), 3);
    private static final byte[] INTACT = SealedJson.write(NAMES);

    private record Names(List<String> names, int count) {}

    @Test
    void readsWhatItWrote() {
        assertThat(SealedJson.read(INTACT, Names.class)).contains(NAMES);
    }

    @Test
    void noticesEveryFlippedBit() {
        for (int bit = 0; bit < 8 * INTACT.length; bit++) {
            byte[] damaged = INTACT.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(SealedJson.read(damaged, Names.class)).as("bit %s", bit).isEmpty();
        }
    }

    @Test
    void noticesEveryCutAndEverythingBehindIt() {
        for (int length = 0; length < INTACT.length; length++) {
            byte[] cut = Arrays.copyOf(INTACT, length);

            assertThat(SealedJson.read(cut, Names.class)).as("cut at %s", length).isEmpty();
            assertThat(SealedJson.read(Arrays.copyOf(cut, INTACT.length), Names.class))
                    .as("zeroes from %s", length)
                    .isEmpty();
        }
        assertThat(SealedJson.read(Arrays.copyOf(INTACT, INTACT.length + 1), Names.class))
                .isEmpty();
    }

    @Test
    void takesASumOfItsOwnOnlyForItsOwnContent() {
        byte[] other = SealedJson.write(new Names(List.of("catalog", "deja  vu"), 3));
        byte[] spliced = INTACT.clone();
        System.arraycopy(other, 40, spliced, 40, Math.min(other.length, spliced.length) - 40);

        assertThat(SealedJson.read(spliced, Names.class)).isEmpty();
    }
}
