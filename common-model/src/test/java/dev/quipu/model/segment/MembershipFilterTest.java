package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MembershipFilterTest {

    @Test
    void holdsEveryKeyAndFewOthers() {
        Random random = new Random(1);
        int keys = 10_000;
        byte[] filter = new byte[MembershipFilter.blocksFor(keys, 1 << 20) * MembershipFilter.BLOCK_BYTES];
        long[] added = random.longs(keys).toArray();
        for (long hash : added) {
            MembershipFilter.add(filter, hash);
        }

        assertThat(java.util.Arrays.stream(added)).allMatch(hash -> MembershipFilter.mightContain(filter, hash));
        long falsePositives = random.longs(100_000)
                .filter(hash -> MembershipFilter.mightContain(filter, hash))
                .count();
        assertThat(falsePositives).isLessThan(1_500);
    }

    @Test
    void numbersBitsAsPostgresDoes() {
        byte[] filter = new byte[7 * MembershipFilter.BLOCK_BYTES];
        long hash = XxHash64.hash("some key");
        MembershipFilter.add(filter, hash);
        int begin = MembershipFilter.blockOf(hash, 7) * MembershipFilter.BLOCK_BYTES;

        for (int bit : MembershipFilter.bitsOf(hash)) {
            assertThat(filter[begin + bit / 8] >> bit % 8 & 1).isEqualTo(1);
        }
    }

    @Test
    void emptyFilterHoldsNothing() {
        assertThat(MembershipFilter.mightContain(new byte[0], 1)).isFalse();
    }
}
