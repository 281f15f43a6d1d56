package dev.quipu.collector.intake;

import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * Where sealed segments become durable.
 *
 * <ol>
 *   <li>A future completes once it is known what became of its segment, and never fails. Until then the sink goes on
 *       trying, with the same bytes under the same id, or without what was erased meanwhile, so that trying again
 *       stores nothing twice.
 *   <li>{@code DURABLE} comes only after the segment outlives a loss of power here and where it went.
 *   <li>{@code DUPLICATE_REQUESTS} and {@code UNACCEPTABLE} mean that nothing of the segment is kept.
 *   <li>Segments are independent: they may be written at the same time and become durable in any order.
 *   <li>After {@link #close()} every open future completes soon, with {@code UNKNOWN} where nothing better is known,
 *       and so does every later one.
 * </ol>
 *
 * Any thread; never blocks. Futures complete on any thread.
 */
public interface SegmentSink {

    Future<SinkOutcome> write(SegmentParcel segment);

    /** How long records shall wait for others to share their segment, where they would wait for so long at most times. */
    default Duration linger(Duration atMostTimes) {
        return atMostTimes;
    }

    void close();
}
