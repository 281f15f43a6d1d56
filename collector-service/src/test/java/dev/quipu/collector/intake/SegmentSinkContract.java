package dev.quipu.collector.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.collector.Otlp;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.IntakeLimits;
import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The laws of {@link SegmentSink}, by their numbers. */
public abstract class SegmentSinkContract {

    private static final AtomicLong SEQUENCE = new AtomicLong();

    /** The sink under test, the same within a test. */
    protected abstract SegmentSink sink();

    /** How often a segment of that id is kept where the sink writes to; waits until that can be told. */
    protected abstract long kept(SegmentId id);

    /** Makes the next attempts fail without a word on their outcome. */
    protected abstract void failNextAttempts(int count);

    /** Makes every attempt hang from now on. */
    protected abstract void hang();

    @Test
    void law1TriesOnUntilTheOutcomeIsKnown() throws Exception {
        failNextAttempts(3);
        SegmentParcel segment = segment(request());
        assertThat(outcome(sink().write(segment)).kind()).isEqualTo(SinkOutcome.Kind.DURABLE);
        assertThat(kept(segment.id())).isEqualTo(1);
    }

    @Test
    void law1StoresNothingTwiceWhenItIsWrittenAgain() throws Exception {
        SegmentParcel segment = segment(request());
        outcome(sink().write(segment));
        assertThat(outcome(sink().write(segment)).kind()).isEqualTo(SinkOutcome.Kind.DURABLE);
        assertThat(kept(segment.id())).isEqualTo(1);
    }

    @Test
    void law2SaysDurableOnlyOfWhatIsKept() throws Exception {
        SegmentParcel segment = segment(request());
        assertThat(outcome(sink().write(segment))).isEqualTo(SinkOutcome.durable());
        assertThat(kept(segment.id())).isEqualTo(1);
    }

    @Test
    void law3KeepsNothingOfASegmentWithDuplicateRequests() throws Exception {
        RecordRequest known = request();
        outcome(sink().write(segment(known)));
        SegmentParcel mixed = segment(known, request());
        SinkOutcome outcome = outcome(sink().write(mixed));
        assertThat(outcome.kind()).isEqualTo(SinkOutcome.Kind.DUPLICATE_REQUESTS);
        assertThat(outcome.duplicateRequests()).containsExactly(known.key());
        assertThat(kept(mixed.id())).isZero();
    }

    @Test
    void law4TakesManySegmentsAtOnce() throws Exception {
        List<SegmentParcel> segments =
                IntStream.range(0, 50).mapToObj(i -> segment(request())).toList();
        List<Future<SinkOutcome>> writes =
                segments.stream().map(segment -> sink().write(segment)).toList();
        for (Future<SinkOutcome> write : writes) {
            assertThat(outcome(write).kind()).isEqualTo(SinkOutcome.Kind.DURABLE);
        }
        assertThat(segments).allMatch(segment -> kept(segment.id()) == 1);
    }

    @Test
    void law5SaysUnknownOfWhatIsOpenWhenItIsClosed() throws Exception {
        hang();
        Future<SinkOutcome> open = sink().write(segment(request()));
        sink().close();
        assertThat(outcome(open).kind()).isEqualTo(SinkOutcome.Kind.UNKNOWN);
    }

    @Test
    void law5SaysUnknownOfWhatComesAfterItIsClosed() throws Exception {
        sink().close();
        assertThat(outcome(sink().write(segment(request()))).kind()).isEqualTo(SinkOutcome.Kind.UNKNOWN);
    }

    public static SinkOutcome outcome(Future<SinkOutcome> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    public static RecordRequest request() {
        byte[] body = Otlp.request(3).toByteArray();
        return new RecordRequest(RequestKey.ofBody("default", Signal.TRACES, body, body.length), body, body.length);
    }

    public static SegmentParcel segment(RecordRequest... requests) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        SegmentId id = new SegmentId(1, SEQUENCE.incrementAndGet());
        return RecordBatch.read(Signal.TRACES, List.of(requests), IntakeLimits.DEFAULT)
                .partitions(1, now)
                .get(0)
                .encode(id, "default", now, Set.of());
    }
}
