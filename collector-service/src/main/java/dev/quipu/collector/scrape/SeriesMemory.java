package dev.quipu.collector.scrape;

import com.github.luben.zstd.Zstd;
import dev.quipu.collector.exposition.Page;
import dev.quipu.collector.exposition.PageException;
import dev.quipu.collector.exposition.PageFormat;
import dev.quipu.collector.exposition.PageLimits;
import dev.quipu.collector.exposition.PageTarget;
import dev.quipu.collector.exposition.SeriesSet;
import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.model.KeyValue;
import java.util.List;
import java.util.Optional;

/**
 * The series that a target showed last, so that the end of each can be told: hashes, and one page that shows them all,
 * compressed, which is read again when one has ended. A page that takes more than {@value #MAX_PACKED_BYTES} bytes is
 * not kept, and the ends of its series are not told. Thread-safe.
 */
final class SeriesMemory {

    static final int MAX_PACKED_BYTES = 1 << 20;

    private final PageLimits limits;
    private SeriesSet series = new SeriesSet();
    private Optional<Kept> kept = Optional.empty();
    private List<KeyValue> described = List.of();

    private record Kept(byte[] packed, int length, PageFormat format) {}

    SeriesMemory(PageLimits limits) {
        this.limits = limits;
    }

    /** What the target said of itself last. */
    synchronized List<KeyValue> described() {
        return described;
    }

    /** Writes the ends of the series that a page does not show any more, and remembers those it shows; how many are new. */
    synchronized int take(SeriesSet now, Page page, Fetched fetched, byte[] body, int length, Ends ends) {
        int added = now.without(series);
        if (added == 0 && now.size() == series.size()) {
            described = page.described();
            return 0;
        }
        if (series.without(now) > 0) {
            SeriesSet before = series;
            write(ends, hash -> before.contains(hash) && !now.contains(hash));
        }
        series = now;
        described = page.described();
        byte[] packed = Zstd.compress(java.util.Arrays.copyOf(body, length), 1);
        kept = packed.length <= MAX_PACKED_BYTES
                ? Optional.of(new Kept(packed, length, fetched.format()))
                : Optional.empty();
        return added;
    }

    /** Writes the ends of all series and forgets them. */
    synchronized void end(Ends ends) {
        SeriesSet before = series;
        write(ends, before::contains);
        series = new SeriesSet();
        kept = Optional.empty();
    }

    synchronized boolean isEmpty() {
        return series.size() == 0;
    }

    /** Where ends are written to. */
    record Ends(MetricsRequest out, PageTarget target, long timeUnixNano) {}

    private void write(Ends ends, java.util.function.LongPredicate ended) {
        if (kept.isEmpty()) {
            return;
        }
        byte[] body = Zstd.decompress(kept.get().packed(), kept.get().length());
        try {
            Page page = Page.read(body, body.length, kept.get().format(), limits);
            page.writeEnds(ends.out(), ends.target(), ends.timeUnixNano(), ended);
        } catch (PageException e) {
            throw new IllegalStateException("a page that was read before", e);
        }
    }
}
