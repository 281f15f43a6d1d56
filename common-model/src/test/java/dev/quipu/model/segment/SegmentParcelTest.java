package dev.quipu.model.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.RandomSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.erasure.SegmentErasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentParcelTest {

    private static final long NOW = 1_795_000_000_000_000_000L;

    @Test
    void leavingRequestsOutGivesWhatEncodingWithoutThemGives() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            List<RecordRequest> requests = requests(random);
            RecordBatch batch = RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT);
            Set<RequestKey> duplicates = new HashSet<>();
            requests.stream().filter(request -> random.nextBoolean()).forEach(request -> duplicates.add(request.key()));
            for (RecordBatch.Partition partition : batch.partitions(1, NOW)) {
                SegmentParcel whole = partition.encode(new SegmentId(1, 1), "default", NOW, Set.of());
                SegmentParcel expected = partition.encode(new SegmentId(1, 2), "default", NOW, duplicates);

                SegmentParcel smaller = whole.without(duplicates, new SegmentId(1, 2));

                SegmentHead head = Segment.parse(smaller.framed()).head();
                SegmentHead expectedHead = Segment.parse(expected.framed()).head();
                assertThat(head.requests()).isEqualTo(expectedHead.requests());
                assertThat(head.ledger()).containsExactlyInAnyOrderElementsOf(expectedHead.ledger());
                assertThat(head.setHash()).isEqualTo(expectedHead.setHash());
                assertThat(head.components()).containsExactlyInAnyOrderElementsOf(expectedHead.components());
                assertThat(Segments.spans(List.of(Segment.parse(smaller.framed()))))
                        .isEqualTo(Segments.spans(List.of(Segment.parse(expected.framed()))));
                assertThat(smaller.records()).isEqualTo(head.recordCount());
                assertThat(SegmentParcel.parse(smaller.toBytes())).satisfies(read -> assertSame(read, smaller));
            }
        }
    }

    @Test
    void aParcelWithoutErasedRecordsStillKnowsItsRequestsAndCountsThem() {
        Random random = new Random(8);
        List<RecordRequest> requests = requests(random);
        RecordBatch batch = RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT);
        for (RecordBatch.Partition partition : batch.partitions(1, NOW)) {
            SegmentParcel parcel = partition.encode(new SegmentId(1, 1), "default", NOW, Set.of());
            SegmentHead before = Segment.parse(parcel.framed()).head();
            SegmentErasure erasure =
                    new SegmentErasure(List.of(new ErasureTarget.OfAttribute("service.name", "service-1")));

            Removed<SegmentParcel> removed = erasure.erase(parcel, () -> new SegmentId(1, 2));

            SegmentParcel smaller = removed.remaining().orElseThrow();
            SegmentHead head = Segment.parse(smaller.framed()).head();
            assertThat(smaller.records()).isEqualTo(before.recordCount() - (int) removed.records());
            assertThat(head.requests().stream().map(SegmentHead.RequestEntry::key))
                    .containsExactlyElementsOf(before.requests().stream()
                            .map(SegmentHead.RequestEntry::key)
                            .toList());
            for (int request = 0; request < head.requests().size(); request++) {
                int owned = request;
                assertThat(Arrays.stream(smaller.owners())
                                .filter(owner -> owner == owned)
                                .count())
                        .isEqualTo(head.requests().get(request).records());
            }
            assertThat(head.ledger().stream()
                            .filter(line -> line.outcome() == Outcome.ERASED)
                            .mapToLong(SegmentHead.LedgerLine::records)
                            .sum())
                    .isEqualTo(removed.records());
            assertThat(head.producers()).isEqualTo(before.producers());
            assertThat(head.setHash() + removed.setHash()).isEqualTo(before.setHash());
        }
    }

    @Test
    void ownersAreThoseOfTheRecordsAlsoAfterRequestsWereLeftOut() {
        Random random = new Random(5);
        List<RecordRequest> requests = requests(random);
        RecordBatch batch = RecordBatch.read(Signal.TRACES, requests, IntakeLimits.DEFAULT);
        for (RecordBatch.Partition partition : batch.partitions(1, NOW)) {
            SegmentParcel parcel = partition.encode(new SegmentId(1, 1), "default", NOW, Set.of());
            Set<RequestKey> gone = new HashSet<>();
            for (RequestKey key : partition.keys()) {
                gone.add(key);
                parcel = parcel.without(Set.of(key), new SegmentId(1, 1 + gone.size()));
                assertThat(Segment.parse(parcel.framed()).head().setHash())
                        .isEqualTo(Segment.parse(partition
                                        .encode(new SegmentId(2, 1), "default", NOW, gone)
                                        .framed())
                                .head()
                                .setHash());
            }
            assertThat(parcel.records()).isZero();
            assertThat(Segment.parse(parcel.framed()).head().ledger().stream()
                            .mapToLong(SegmentHead.LedgerLine::records)
                            .sum())
                    .isEqualTo(partition.records());
        }
    }

    @Test
    void damagedBytesAreReportedAndNeverBelieved() {
        Random random = new Random(3);
        byte[] bytes = parcel(random).toBytes();
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            for (int i = 0; i < 3 && damaged.length > 0; i++) {
                damaged[random.nextInt(Math.min(damaged.length, 64))] = (byte) random.nextInt();
            }
            try {
                assertThat(SegmentParcel.parse(damaged).records()).isNotNegative();
            } catch (SegmentFormatException expected) {
                assertThat(expected).hasMessageContaining("expected");
            }
        }
    }

    @Test
    void namesTheVersionThatItExpects() {
        byte[] bytes = parcel(new Random(3)).toBytes();
        bytes[0] = 9;
        assertThatThrownBy(() -> SegmentParcel.parse(bytes))
                .isInstanceOf(SegmentFormatException.class)
                .hasMessageContaining("version 1")
                .hasMessageContaining("9");
    }

    @Test
    void numbersOfProducersTravelWithTheSegmentAndStayWhenRequestsAreLeftOut() {
        RecordRequest plain = Segments.request(new RandomSpans(1).spans(3));
        RecordRequest numbered = new RecordRequest(
                plain.key(),
                plain.body(),
                plain.length(),
                Optional.of(new RecordRequest.Numbering("shop-1", 1_795_000_000_000L, 7, 40)));
        RecordRequest other = Segments.request(new RandomSpans(2).spans(4));
        List<SegmentParcel> parcels =
                RecordBatch.read(Signal.TRACES, List.of(other, numbered), IntakeLimits.DEFAULT)
                        .partitions(1, NOW)
                        .stream()
                        .map(partition -> partition.encode(new SegmentId(1, 1), "default", NOW, Set.of()))
                        .toList();
        List<ProducerBatch> expected = List.of(new ProducerBatch("shop-1", 1_795_000_000_000L, 7, 40, 3));
        assertThat(parcels.stream().flatMap(parcel -> Segment.parse(parcel.framed()).head().producers().stream()))
                .isEqualTo(expected);
        SegmentParcel smaller = parcels.get(0).without(Set.of(numbered.key()), new SegmentId(1, 2));
        assertThat(Segment.parse(smaller.framed()).head().producers()).isEqualTo(expected);
    }

    private static SegmentParcel parcel(Random random) {
        return RecordBatch.read(Signal.TRACES, requests(random), IntakeLimits.DEFAULT)
                .partitions(1, NOW)
                .get(0)
                .encode(new SegmentId(1, 1), "default", NOW, Set.of());
    }

    private static List<RecordRequest> requests(Random random) {
        List<RecordRequest> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(Segments.request(new RandomSpans(random.nextLong()).spans(1 + random.nextInt(30))));
        }
        return requests;
    }

    private static void assertSame(SegmentParcel read, SegmentParcel written) {
        assertThat(read.id()).isEqualTo(written.id());
        assertThat(read.tenant()).isEqualTo(written.tenant());
        assertThat(read.signal()).isEqualTo(written.signal());
        assertThat(read.collectedAtUnixNano()).isEqualTo(written.collectedAtUnixNano());
        assertThat(read.owners()).isEqualTo(written.owners());
        assertThat(read.framed()).isEqualTo(written.framed());
    }
}
