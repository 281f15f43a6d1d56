package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.quipu.model.RandomSpans;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DamagedSegmentTest {

    private final Segment segment = Segments.of(new RandomSpans(3).spans(200)).stream()
            .max(java.util.Comparator.comparingInt(part -> part.head().recordCount()))
            .orElseThrow();

    @Test
    void findsEveryFlippedBitOfAFrame() {
        byte[] frame = segment.toBytes();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = frame.clone();
            int at = random.nextInt(frame.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));

            assertThatThrownBy(() -> Segment.parse(damaged)).isInstanceOf(SegmentFormatException.class);
        }
    }

    @Test
    void findsEveryCut() {
        byte[] frame = segment.toBytes();
        for (int length = 0; length < frame.length; length += 7) {
            byte[] cut = Arrays.copyOf(frame, length);

            assertThatThrownBy(() -> Segment.parse(cut)).isInstanceOf(SegmentFormatException.class);
        }
    }

    @Test
    void namesTheDamagedColumn() {
        SegmentHead.Chunk chunk = segment.head()
                .chunk(ColumnId.field(TracesSchema.SCHEMA, TracesSchema.NAME), 0)
                .orElseThrow();
        byte[] body = segment.body().clone();
        body[chunk.range().offset()] ^= 1;
        Segment damaged = Segment.of(segment.head(), segment.headBytes(), segment.filter(), body);

        assertThatThrownBy(() -> Segments.spans(List.of(damaged)))
                .isInstanceOf(SegmentFormatException.class)
                .hasMessageContaining("span.name")
                .hasMessageContaining("CRC32C");
    }

    /** Checksums hide bad lengths from the decoders; behind them each must stand by itself. */
    @Test
    void decodersSurviveAnyBytes() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] = (byte) random.nextInt(NumberEncoding.values().length + 1);
            }
            int count = random.nextInt(50);
            survives(() -> NumberChunk.read("noise", new ByteSource("noise", noise), count));
            survives(() -> PooledChunk.read("noise", new ByteSource("noise", noise), count, 1 << 20));
            survives(() -> SegmentHead.parse(noise));
            survives(() -> RowIdChunk.read("noise", new ByteSource("noise", noise), new long[count], new int[count]));
        }
    }

    @Test
    void headsSurviveAnyDamage() {
        byte[] head = HeadCodec.write(segment.head(), new Compression.Compressor(Compression.NONE));
        assertThat(SegmentHead.parse(head)).isEqualTo(segment.head());
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = head.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(head.length)] = (byte) random.nextInt(256);
            }
            survives(() -> SegmentHead.parse(damaged));
        }
    }

    private static void survives(Runnable decoder) {
        try {
            decoder.run();
        } catch (SegmentFormatException e) {
            assertThat(e.getMessage()).startsWith("segment ");
        } catch (RuntimeException | OutOfMemoryError e) {
            fail("expected a value or a SegmentFormatException", e);
        }
    }
}
