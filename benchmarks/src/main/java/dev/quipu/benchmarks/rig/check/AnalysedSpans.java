package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.model.Span;
import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCell;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentReader;
import dev.quipu.model.segment.SpanRows;
import dev.quipu.model.segment.SpanSummary;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * What analysis added up, step by step while it was killed, held against one pass over all segments at rest: every span
 * has to count once, in its hour and with its duration.
 */
final class AnalysedSpans {

    private static final int STEP_SECONDS = 3600;
    private static final int PAGE = 200;
    private static final int ATTEMPTS = 10;
    private static final int POLL_MILLIS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private AnalysedSpans() {}

    static List<Check> of(StorageClient storage) throws InterruptedException {
        long pending = awaitAnalysed(storage);
        Rollup<SpanKey> analysed = RollupCodec.decode(
                RollupKind.SPANS,
                storage.bytes(
                        "/v1/rollups?step=" + STEP_SECONDS + "s&from="
                                + Instant.now().minusSeconds(TimeUnit.DAYS.toSeconds(2)),
                        RollupCodec.MEDIA_TYPE));
        Rollup<SpanKey> batch = batch(storage);
        return List.of(
                Check.equal("records that are still to be analysed", 0, pending),
                Check.equal("records that could not be analysed", 0, failed(storage)),
                Check.equal("spans counted by analysis, by operation and hour", text(batch), text(analysed)),
                Check.equal("calls told by analysis, by who served them", served(batch), called(storage)));
    }

    /** @return records that are pending when it does not end in time */
    private static long awaitAnalysed(StorageClient storage) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long pending = pending(storage);
        while (pending > 0 && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            pending = pending(storage);
        }
        return pending;
    }

    private static long pending(StorageClient storage) throws InterruptedException {
        return storage.json("/v1/ledger").getJsonObject("identities").getLong("pending");
    }

    private static long failed(StorageClient storage) throws InterruptedException {
        return storage.json("/v1/ledger").getJsonObject("identities").getJsonObject("failed").stream()
                .mapToLong(reason -> ((Number) reason.getValue()).longValue())
                .sum();
    }

    /** Segments are merged meanwhile: a pass over which one goes is begun anew. */
    private static Rollup<SpanKey> batch(StorageClient storage) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return pass(storage);
            } catch (IllegalStateException gone) {
                if (attempt == ATTEMPTS) {
                    throw gone;
                }
            }
        }
    }

    private static Rollup<SpanKey> pass(StorageClient storage) throws InterruptedException {
        Rollup<SpanKey> rollup = new Rollup<>(RollupKind.SPANS, STEP_SECONDS);
        String cursor = "0";
        while (true) {
            JsonObject page = storage.json("/v1/feed?signal=traces&limit=" + PAGE + "&after=" + cursor);
            if (page.getJsonArray("segments").isEmpty()) {
                return rollup;
            }
            for (Object element : page.getJsonArray("segments")) {
                String id = ((JsonObject) element).getString("id");
                add(rollup, Segment.parse(storage.bytes("/v1/segments/" + id, Segment.MEDIA_TYPE)));
            }
            cursor = page.getString("nextCursor");
        }
    }

    private static void add(Rollup<SpanKey> rollup, Segment segment) {
        SegmentReader reader = SegmentReader.of(segment);
        for (int group = 0; group < segment.head().rowGroupCount(); group++) {
            SpanRows rows = reader.rowGroup(group);
            for (int row = 0; row < rows.size(); row++) {
                SpanSummary span = rows.summary(row);
                SpanKey key = new SpanKey(
                        span.component().namespace(),
                        span.component().name(),
                        span.name(),
                        span.kind(),
                        span.statusCode(),
                        TimeUnit.NANOSECONDS.toSeconds(span.startTimeUnixNano()));
                rollup.cell(key).add(span.durationNanos(), 1);
            }
        }
    }

    /** In the rig's traces every span that serves is called by somebody who sends none. */
    private static String served(Rollup<SpanKey> spans) {
        Map<String, Long> served = new TreeMap<>();
        spans.byKey().forEach((key, cell) -> {
            if (key.kind() == Span.Kind.SERVER.ordinal()) {
                served.merge(key.component(), cell.spans(), Long::sum);
            }
        });
        return served.toString();
    }

    private static String called(StorageClient storage) throws InterruptedException {
        Rollup<CallKey> calls = RollupCodec.decode(
                RollupKind.CALLS, storage.bytes("/v1/rollups?kind=calls&whole=true", RollupCodec.MEDIA_TYPE));
        Map<String, Long> called = new TreeMap<>();
        calls.byKey()
                .forEach((key, cell) ->
                        called.merge(key.callee().name(), key.isTakenBack() ? -cell.spans() : cell.spans(), Long::sum));
        return called.toString();
    }

    /** How many spans, how long together, and a checksum over all keys, counts, sums and sketches. */
    private static String text(Rollup<SpanKey> rollup) {
        long spans = 0;
        double nanos = 0;
        for (RollupCell cell : rollup.byKey().values()) {
            spans += cell.spans();
            nanos += cell.sumNanos();
        }
        byte[] bytes = RollupCodec.encode(rollup);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return String.format(
                Locale.ROOT, "%,d in %d lines, %,.3f s, %08x", spans, rollup.size(), nanos / 1e9, crc.getValue());
    }
}
