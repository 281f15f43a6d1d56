package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.LogRecord;
import dev.quipu.model.RandomLogs;
import dev.quipu.model.RandomSpans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTemplatesTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 47, 48, 5_000, 100_000})
    void bytesGiveBackTheTemplates(int rows) {
        Random random = new Random(rows);
        for (int highest : new int[] {1, 2, 300, 70_000, Integer.MAX_VALUE - 1}) {
            RecordTemplates templates = RandomTemplates.of(rows, highest, random);

            assertThat(RecordTemplates.decode(templates.encode(), rows)).isEqualTo(templates);
        }
        assertThat(RecordTemplates.decode(RecordTemplates.none(rows).encode(), rows))
                .isEqualTo(RecordTemplates.none(rows));
    }

    @Test
    void theHighestNumberIsATemplate() {
        RecordTemplates templates = RecordTemplates.of(new int[] {Integer.MAX_VALUE, 0, 1});

        assertThat(RecordTemplates.decode(templates.encode(), 3)).isEqualTo(templates);
    }

    @Test
    void fewTemplatesTakeLessThanAByteOfEachRow() {
        assertThat(RandomTemplates.of(10_000, 15, new Random(1)).encode().length)
                .isLessThan(6_000);
        assertThat(RecordTemplates.none(10_000).encode().length).isLessThan(10);
    }

    @Test
    void tellsTheDifferentTemplatesInOrder() {
        assertThat(RecordTemplates.of(new int[] {7, 0, 3, 7, 0, 1}).distinct()).containsExactly(1, 3, 7);
        assertThat(RecordTemplates.none(5).distinct()).isEmpty();
    }

    @Test
    void aTemplateCanBeReplacedButNotGivenToARecordWithoutOne() {
        RecordTemplates templates = RecordTemplates.of(new int[] {7, 0, 3, 7});

        assertThat(templates.mapped(template -> template == 7 ? 2 : template))
                .isEqualTo(RecordTemplates.of(new int[] {2, 0, 3, 2}));
    }

    @Test
    void isNotChangedFromOutside() {
        int[] numbers = {1, 2};
        RecordTemplates templates = RecordTemplates.of(numbers);
        numbers[0] = 9;

        assertThat(templates.template(0)).isEqualTo(1);
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatThrownBy(() -> RecordTemplates.of(new int[] {1, -2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segment templates: expected a template from 0 to 2147483647 in row 1, got -2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''             | expected 1 more bytes, got 0 until the end
            2 2 0 0        | expected version 1, got 2
            1 3 0 0        | expected 2 rows, got 3
            1 2 0          | expected 1 more bytes, got 0 until the end
            1 2 99 0       | expected encoding 0 to
            1 2 0 1        | expected a template from 0 to 2147483647 in row 0, got -1
            1 2 0 0 0      | expected the end, got 1 more bytes
            """)
    void refusesBytesThatAreNone(String bytes, String message) {
        byte[] from = bytes.isEmpty() ? new byte[0] : bytes(bytes.split(" "));

        assertThatThrownBy(() -> RecordTemplates.decode(from, 2))
                .isInstanceOf(SegmentFormatException.class)
                .hasMessageStartingWith("segment templates: ")
                .hasMessageContaining(message);
    }

    private static byte[] bytes(String[] numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Byte.parseByte(numbers[i]);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedBytesAreRefusedOrOtherTemplates(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int rows = random.nextInt(500);
            byte[] bytes =
                    RandomTemplates.of(rows, 1 + random.nextInt(1_000), random).encode();
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(RecordTemplates.decode(damaged, rows).rows()).isEqualTo(rows);
            } catch (SegmentFormatException e) {
                assertThat(e).hasMessageStartingWith("segment ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mergingKeepsTheTemplateOfEachRecord(long seed) {
        Random random = new Random(seed);
        List<TemplatedSegment> sources = new ArrayList<>();
        for (Segment segment : sources(new RandomLogs(seed).logs(3_000), 300)) {
            sources.add(
                    random.nextInt(4) == 0
                            ? TemplatedSegment.without(segment)
                            : new TemplatedSegment(
                                    segment, RandomTemplates.of(segment.head().recordCount(), 1_000, random)));
        }

        List<TemplatedSegment> merged = SegmentMerger.mergeTemplated(sources, 900, ids());

        assertThat(merged).hasSizeGreaterThan(1);
        assertThat(templatesOfRecords(merged)).isEqualTo(templatesOfRecords(sources));
    }

    @Test
    void mergingIsTheSameWithAndWithoutTemplates() {
        List<Segment> segments = sources(new RandomLogs(5).logs(2_000), 400);
        List<TemplatedSegment> sources = segments.stream()
                .map(segment -> new TemplatedSegment(
                        segment, RandomTemplates.of(segment.head().recordCount(), 9, new Random(5))))
                .toList();

        List<byte[]> frames = SegmentMerger.merge(segments, 900, ids());

        assertThat(SegmentMerger.mergeTemplated(sources, 900, ids()).stream()
                        .map(merged -> merged.segment().toBytes()))
                .containsExactlyElementsOf(frames);
    }

    @Test
    void belongToAsManyLogRecords() {
        Segment logs = Segments.ofLogs(new RandomLogs(5).logs(20)).get(0);
        Segment spans = Segments.of(new RandomSpans(5).spans(20)).get(0);
        RecordTemplates tooFew = RecordTemplates.none(logs.head().recordCount() - 1);
        RecordTemplates ofSpans = RecordTemplates.none(spans.head().recordCount());

        assertThatThrownBy(() -> SegmentReader.of(logs).withTemplates(tooFew))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("and its " + logs.head().recordCount() + " records")
                .hasMessageEndingWith("and " + tooFew.rows());
        assertThatThrownBy(() -> new TemplatedSegment(spans, ofSpans))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a segment of logs");
    }

    /** Segments of one day, the latest, from so many records each. */
    private static List<Segment> sources(List<LogRecord> logs, int each) {
        List<Segment> sources = new ArrayList<>();
        for (int from = 0; from < logs.size(); from += each) {
            sources.addAll(Segments.ofLogs(logs.subList(from, from + each)));
        }
        int day =
                sources.stream().mapToInt(segment -> segment.head().day()).max().orElseThrow();
        sources.removeIf(segment -> segment.head().day() != day);
        return sources;
    }

    private static Supplier<SegmentId> ids() {
        AtomicLong sequence = new AtomicLong(100);
        return () -> new SegmentId(7, sequence.incrementAndGet());
    }

    /** How often each record is there with each template. */
    private static Map<List<Object>, Integer> templatesOfRecords(List<TemplatedSegment> segments) {
        Map<List<Object>, Integer> counts = new HashMap<>();
        for (TemplatedSegment one : segments) {
            List<LogRecord> logs = Segments.logs(List.of(one.segment()));
            IntStream.range(0, logs.size())
                    .forEach(row ->
                            counts.merge(List.of(logs.get(row), one.templates().template(row)), 1, Integer::sum));
        }
        return counts;
    }
}
