package dev.quipu.access.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SealedBytesTest {

    private static final int BLOCK = SealedRange.BLOCK_BYTES;
    private static final int SEALED_BLOCK = SealedRange.SEALED_BLOCK_BYTES;
    private static final int HEADER = SealedHeader.BYTES;
    private static final int[] SIZES = {
        0, 1, 15, 16, 17, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 1, 3 * BLOCK + 5
    };
    private static final byte[] CONTEXT = "segment 7-12".getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(23);
    private final DataKey key = DataKey.generate("shop", 3);

    private byte[] bytes(int size) {
        byte[] plain = new byte[size];
        random.nextBytes(plain);
        return plain;
    }

    private byte[] seal(int size) {
        return SealedBytes.seal(bytes(size), key, CONTEXT);
    }

    private void refuses(byte[] sealed) {
        assertThatThrownBy(() -> SealedBytes.open(sealed, key, CONTEXT))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("segment 7-12");
    }

    private byte[] openRange(byte[] sealed, int begin, int length) {
        SealedRange range = SealedRange.of(begin, length, sealed.length);
        byte[] part =
                Arrays.copyOfRange(sealed, (int) range.sealedBegin(), (int) range.sealedBegin() + range.sealedLength());
        return new SealedBytes(SealedHeader.read(sealed), key, CONTEXT).open(range, part);
    }

    @Test
    void opensToWhatWasSealedAtEverySizeAroundBlocks() {
        for (int size : SIZES) {
            byte[] plain = bytes(size);
            byte[] sealed = SealedBytes.seal(plain, key, CONTEXT);
            assertThat(sealed).hasSize((int) SealedRange.objectBytes(size));
            assertThat(SealedRange.plainBytes(sealed.length)).isEqualTo(size);
            assertThat(SealedBytes.open(sealed, key, CONTEXT)).isEqualTo(plain);
        }
    }

    @Test
    void knowsFromItsLengthHowMuchIsInItAndThatItIsCut() {
        int next = 0;
        for (int length = 0; length <= SealedRange.objectBytes(2 * BLOCK + 20); length++) {
            if (length == SealedRange.objectBytes(next)) {
                assertThat(SealedRange.plainBytes(length)).isEqualTo(next++);
            } else {
                int cut = length;
                assertThatThrownBy(() -> SealedRange.plainBytes(cut)).isInstanceOf(UnsealException.class);
            }
        }
        assertThat(next).isEqualTo(2 * BLOCK + 21);
    }

    @Test
    void opensEveryRangeOfASmallObject() {
        byte[] plain = bytes(20);
        byte[] sealed = SealedBytes.seal(plain, key, CONTEXT);
        for (int begin = 0; begin <= plain.length; begin++) {
            for (int end = begin; end <= plain.length; end++) {
                assertThat(openRange(sealed, begin, end - begin)).isEqualTo(Arrays.copyOfRange(plain, begin, end));
            }
        }
    }

    @Test
    void opensRangesOfLargeObjectsAndReadsNoMoreThanTheirBlocks() {
        for (int size : SIZES) {
            byte[] plain = bytes(size);
            byte[] sealed = SealedBytes.seal(plain, key, CONTEXT);
            for (int round = 0; round < 60; round++) {
                int begin = edge(size);
                int end = begin + edge(size - begin);
                assertThat(openRange(sealed, begin, end - begin))
                        .as("%d to %d of %d", begin, end, size)
                        .isEqualTo(Arrays.copyOfRange(plain, begin, end));
                int blocks = Math.max(1, (end + BLOCK - 1) / BLOCK - begin / BLOCK);
                assertThat(SealedRange.of(begin, end - begin, sealed.length).sealedLength())
                        .isLessThanOrEqualTo(blocks * SEALED_BLOCK);
            }
        }
    }

    /** As often beside the edge of a block as anywhere. */
    private int edge(int size) {
        int at = random.nextBoolean()
                ? random.nextInt(size + 1)
                : random.nextInt(size / BLOCK + 1) * BLOCK + random.nextInt(3) - 1;
        return Math.max(0, Math.min(size, at));
    }

    @Test
    void refusesRangesThatAreNotThere() {
        byte[] sealed = seal(100);
        for (long[] range : new long[][] {{0, 101}, {100, 1}, {-1, 1}, {1, -1}, {101, 0}, {1, Long.MAX_VALUE}}) {
            assertThatThrownBy(() -> SealedRange.of(range[0], range[1], sealed.length))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("within 100 bytes");
        }
    }

    @Test
    void findsEveryFlippedBitOfASmallObject() {
        byte[] sealed = seal(9);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            refuses(damaged);
        }
    }

    @Test
    void findsFlippedBitsOfLargeObjectsWholeAndInRanges() {
        byte[] sealed = seal(3 * BLOCK + 5);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = sealed.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            refuses(damaged);
            if (at >= HEADER) {
                int block = (at - HEADER) / SEALED_BLOCK;
                assertThatThrownBy(() -> openRange(damaged, block * BLOCK, 1)).isInstanceOf(UnsealException.class);
            }
        }
    }

    @Test
    void findsBlocksThatWereMovedDroppedOrRepeated() {
        byte[] sealed = seal(3 * BLOCK);
        byte[] first = Arrays.copyOfRange(sealed, HEADER, HEADER + SEALED_BLOCK);
        byte[] second = Arrays.copyOfRange(sealed, HEADER + SEALED_BLOCK, HEADER + 2 * SEALED_BLOCK);
        byte[] third = Arrays.copyOfRange(sealed, HEADER + 2 * SEALED_BLOCK, sealed.length);
        byte[] header = Arrays.copyOf(sealed, HEADER);

        refuses(joined(header, second, first, third));
        refuses(joined(header, first, third, second));
        refuses(joined(header, first, third));
        refuses(joined(header, first, second));
        refuses(joined(header, second, third));
        refuses(joined(header, first, first, second, third));
        refuses(joined(header, first, second, third, third));
        assertThat(SealedBytes.open(joined(header, first, second, third), key, CONTEXT))
                .hasSize(3 * BLOCK);
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @Test
    void findsBlocksOfAnotherObject() {
        byte[] sealed = seal(2 * BLOCK);
        byte[] other = seal(2 * BLOCK);
        byte[] mixed = sealed.clone();
        System.arraycopy(other, HEADER, mixed, HEADER, SEALED_BLOCK);
        refuses(mixed);
        byte[] foreign = sealed.clone();
        System.arraycopy(other, 0, foreign, 0, HEADER);
        refuses(foreign);
    }

    @Test
    void findsEveryTruncation() {
        byte[] small = seal(40);
        for (int length = 0; length < small.length; length++) {
            refuses(Arrays.copyOf(small, length));
        }
        byte[] large = seal(2 * BLOCK + 40);
        for (int block = 0; block <= 2; block++) {
            for (int off = -20; off <= 20; off++) {
                refuses(Arrays.copyOf(large, Math.max(0, HEADER + block * SEALED_BLOCK + off)));
            }
        }
        refuses(Arrays.copyOf(large, large.length + 1));
    }

    @Test
    void opensAsNoOtherObjectAndWithNoOtherKey() {
        byte[] sealed = seal(100);
        byte[] elsewhere = "segment 7-13".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SealedBytes.open(sealed, key, elsewhere))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("segment 7-13")
                .hasMessageContaining("key generation 3 of tenant shop");
        assertThatThrownBy(() -> SealedBytes.open(sealed, DataKey.generate("shop", 3), CONTEXT))
                .isInstanceOf(UnsealException.class);
        assertThatThrownBy(() -> SealedBytes.open(sealed, DataKey.generate("shop", 4), CONTEXT))
                .isInstanceOf(UnsealException.class)
                .hasMessageContaining("expected key generation 3")
                .hasMessageContaining("got key generation 4 of tenant shop");
        assertThatThrownBy(() -> SealedBytes.open(sealed, key, new byte[] {1, (byte) 0xfe}))
                .hasMessageContaining("0x01fe");
    }

    @Test
    void sealsTheSameBytesDifferentlyEachTime() {
        byte[] plain = bytes(100);
        byte[] one = SealedBytes.seal(plain, key, CONTEXT);
        byte[] other = SealedBytes.seal(plain, key, CONTEXT);
        assertThat(Arrays.copyOfRange(one, HEADER, one.length))
                .isNotEqualTo(Arrays.copyOfRange(other, HEADER, other.length));
        assertThat(SealedHeader.isAt(one)).isTrue();
        assertThat(SealedHeader.read(one).generation()).isEqualTo(3);
        assertThat(SealedHeader.isAt(plain)).isFalse();
    }
}
