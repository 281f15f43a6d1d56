package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines told by templates are given back to the byte. */
class TemplateTest {

    private final Random random = new Random(11);

    private static byte[] write(List<byte[]> lines) {
        BytesPool pool = new BytesPool(lines.size());
        long[] references = new long[lines.size()];
        for (int i = 0; i < references.length; i++) {
            references[i] = pool.intern(lines.get(i), 0, lines.get(i).length);
        }
        ByteSink out = new ByteSink(64);
        try (Compression.Compressor compressor = new Compression.Compressor(Compression.best())) {
            new PooledChunk(pool, compressor, new NumberChunk(compressor))
                    .writeLines(out, references, 0, references.length, reference -> {});
        }
        return out.toBytes();
    }

    private static ByteStrings read(byte[] chunk, int count) {
        return PooledChunk.read("test", new ByteSource("test", chunk), count, 1 << 24);
    }

    private static byte[] givesBack(List<byte[]> lines) {
        byte[] chunk = write(lines);
        ByteStrings read = read(chunk, lines.size());
        for (int row = 0; row < lines.size(); row++) {
            assertThat(read.copy(read.code(row))).isEqualTo(lines.get(row));
        }
        return chunk;
    }

    private String line() {
        return switch (random.nextInt(7)) {
            case 0 -> "GET /items/%d took %d ms".formatted(random.nextInt(100_000), random.nextInt(3_000));
            case 1 ->
                "at %02d:%02d:%02d request %016x"
                        .formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextLong());
            case 2 -> "user u%dx of host-%s failed".formatted(random.nextInt(1_000), random.nextInt(9));
            case 3 -> "ünïcödé %d 漢字 %d".formatted(random.nextLong(), random.nextInt());
            case 4 -> "0%d 00 000 %d".formatted(random.nextInt(10), Long.MAX_VALUE);
            case 5 -> "free text number " + "x".repeat(random.nextInt(30)) + random.nextInt(3);
            default -> random.nextInt(20) == 0 ? "" : "a line that comes often";
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 500, 4096})
    void givesBackLines(int count) {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(line().getBytes(StandardCharsets.UTF_8));
        }

        givesBack(lines);
    }

    @Test
    void givesBackAnyBytes() {
        for (int round = 0; round < 100; round++) {
            List<byte[]> lines = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                lines.add(random.nextInt(4) == 0 ? noise : line().getBytes(StandardCharsets.UTF_8));
            }
            givesBack(lines);
        }
    }

    @Test
    void linesThatDifferInNumbersTakeLittleMoreThanTheNumbers() {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            lines.add("order %d of customer %d was sent from warehouse %d after %d ms to %08x"
                    .formatted(
                            random.nextInt(1 << 24),
                            random.nextInt(1 << 16),
                            random.nextInt(16),
                            random.nextInt(256),
                            random.nextInt())
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(givesBack(lines).length).isLessThan(4096 * 12);
    }

    @ParameterizedTest
    @CsvSource({
        "'a 12 b', 'a N b'",
        "'007', N",
        "1234567890123456789, M",
        "'deadbeef12', H",
        "'deadbeef123', M",
        "'deadbeef', deadbeef",
        "'DEADBEEF12', M",
        "'abc12', M",
        "'10.0.0.7:80', 'N.N.N.N:N'",
    })
    void tellsTemplatesFromValues(String line, String template) {
        TextShape shape = new TextShape();
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

        shape.read(bytes, 0, bytes.length);

        String found = new String(shape.template().toBytes(), StandardCharsets.ISO_8859_1)
                .replace((char) TextShape.NUMBER, 'N')
                .replace((char) TextShape.HEX, 'H')
                .replace((char) TextShape.MIXED, 'M');
        assertThat(found).isEqualTo(template);
    }

    @Test
    void neverOverlooksATextThatMatches() {
        int overlooked = 0;
        for (int round = 0; round < 300; round++) {
            List<String> lines = Stream.generate(this::line).limit(300).toList();
            byte[] chunk = write(lines.stream()
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList());
            for (int i = 0; i < 20; i++) {
                TextPattern pattern = patternOf(random.nextBoolean() ? lines.get(random.nextInt(300)) : line());
                boolean mayMatch = PooledChunk.readHolding(
                                "test", new ByteSource("test", chunk), 300, 1 << 24, pattern.runs())
                        .isPresent();
                assertThat(mayMatch || lines.stream().noneMatch(pattern::matches))
                        .isTrue();
                overlooked += mayMatch ? 0 : 1;
            }
        }
        assertThat(overlooked).isGreaterThan(500);
    }

    /** One that the line matches, in any case of its letters where that does not count. */
    private TextPattern patternOf(String line) {
        int begin = random.nextInt(line.length() + 1);
        String part = line.substring(begin, begin + random.nextInt(line.length() + 1 - begin));
        return switch (random.nextInt(4)) {
            case 0 -> TextPattern.equalTo(line);
            case 1 -> TextPattern.containing(part);
            case 2 -> TextPattern.words(line.toUpperCase(Locale.ROOT));
            default -> TextPattern.words(part);
        };
    }

    @Test
    void survivesAnyDamage() {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            lines.add(line().getBytes(StandardCharsets.UTF_8));
        }
        byte[] chunk = write(lines);
        assertThat(chunk[0]).isGreaterThanOrEqualTo((byte) 2);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged =
                    Arrays.copyOf(chunk, random.nextInt(20) == 0 ? random.nextInt(chunk.length) : chunk.length);
            for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                PooledChunk.readHolding(
                        "test",
                        new ByteSource("test", damaged),
                        lines.size(),
                        1 << 24,
                        TextRun.of("007 ab12cd34 x1", true));
                read(damaged, lines.size());
            } catch (SegmentFormatException e) {
                assertThat(e.getMessage()).startsWith("segment ");
            } catch (RuntimeException | OutOfMemoryError e) {
                fail("expected a value or a SegmentFormatException", e);
            }
        }
    }
}
