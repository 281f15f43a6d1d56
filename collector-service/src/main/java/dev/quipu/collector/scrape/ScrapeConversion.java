package dev.quipu.collector.scrape;

import dev.quipu.collector.exposition.Page;
import dev.quipu.collector.exposition.PageException;
import dev.quipu.collector.exposition.PageLimits;
import dev.quipu.collector.exposition.PageTarget;
import dev.quipu.collector.exposition.SeriesSet;
import dev.quipu.collector.intake.BodyConversion;
import dev.quipu.collector.intake.Converted;
import dev.quipu.collector.intake.Reservation;
import dev.quipu.collector.prometheus.Attributes;
import dev.quipu.collector.prometheus.MetricHead;
import dev.quipu.collector.prometheus.MetricType;
import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.collector.prometheus.Moment;
import dev.quipu.collector.prometheus.PointShape;
import dev.quipu.collector.prometheus.Points;
import dev.quipu.collector.scrape.ScrapeFailure.Reason;
import dev.quipu.model.otlp.OtlpFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Makes an OTLP request of what came of one fetch: the page's samples, or that the target is down, and always how the
 * fetch went; of a target that is none any more, that all of this has ended. A page that cannot be read leaves nothing behind but that. For one fetch.
 */
final class ScrapeConversion implements BodyConversion {

    private static final int INFLATE_BYTES = 16 * 1024;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Fetched fetched;
    private final PageTarget target;
    private final SeriesMemory memory;
    private final Limits limits;
    private final Reservation reservation;
    private final long slotUnixNano;
    private volatile Optional<ScrapeFailure> failure;
    private volatile int samples;
    private volatile boolean overloaded;

    /** @param maxOtlpBytes of a page as OTLP */
    record Limits(PageLimits page, int maxPageBytes, int maxOtlpBytes) {}

    ScrapeConversion(
            Fetched fetched,
            PageTarget target,
            SeriesMemory memory,
            Limits limits,
            Reservation reservation,
            long slotUnixNano) {
        this.fetched = fetched;
        this.target = target;
        this.memory = memory;
        this.limits = limits;
        this.reservation = reservation;
        this.slotUnixNano = slotUnixNano;
        this.failure = fetched.failure();
    }

    /** Why the target counts as down; after the conversion. */
    Optional<ScrapeFailure> failure() {
        return failure;
    }

    /** Whether there was no room here to inflate the page, which says nothing of the target. */
    boolean overloaded() {
        return overloaded;
    }

    /** Samples on the page; after the conversion. */
    int samples() {
        return samples;
    }

    @Override
    public Converted convert(byte[] body, int length) {
        MetricsRequest out = new MetricsRequest(limits.maxOtlpBytes());
        int added = 0;
        if (failure.isEmpty() && !fetched.gone()) {
            try {
                added = writePage(out, body, length);
            } catch (PageException e) {
                failure = Optional.of(new ScrapeFailure(Reason.PAGE, String.valueOf(e.getMessage())));
            } catch (OtlpFormatException e) {
                failure = Optional.of(new ScrapeFailure(Reason.TOO_LARGE, String.valueOf(e.getMessage())));
            } catch (IOException e) {
                failure = Optional.of(
                        new ScrapeFailure(Reason.CONTENT, "gzip: expected a whole member, got " + e.getMessage()));
            } catch (PageBytes.Refused e) {
                if (e.fault() == PageBytes.Fault.OVERLOADED) {
                    overloaded = true;
                    return Converted.whole(new byte[0]);
                }
                failure = Optional.of(new ScrapeFailure(
                        Reason.TOO_LARGE, "page: expected at most " + limits.maxPageBytes() + " bytes, got more"));
            }
        }
        if (failure.isPresent() || fetched.gone()) {
            samples = 0;
            out = new MetricsRequest(limits.maxOtlpBytes());
            memory.end(new SeriesMemory.Ends(out, described(), slotUnixNano));
        }
        writeHow(out, added);
        return Converted.whole(out.toBytes());
    }

    private int writePage(MetricsRequest out, byte[] body, int length)
            throws PageException, IOException, PageBytes.Refused {
        byte[] plain = body;
        int plainLength = length;
        if (fetched.gzip()) {
            PageBytes inflated = inflate(body, length);
            plain = inflated.array();
            plainLength = inflated.length();
        }
        Page page = Page.read(plain, plainLength, fetched.format(), limits.page());
        PageTarget described = target.describedBy(page.described());
        SeriesSet now = page.writeTo(out, described, slotUnixNano);
        samples = page.samples();
        return memory.take(
                now, page, fetched, plain, plainLength, new SeriesMemory.Ends(out, described(), slotUnixNano));
    }

    private PageBytes inflate(byte[] body, int length) throws IOException, PageBytes.Refused {
        PageBytes inflated = new PageBytes(reservation, limits.maxPageBytes());
        byte[] chunk = new byte[INFLATE_BYTES];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body, 0, length), INFLATE_BYTES)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                inflated.append(chunk, count);
            }
        }
        return inflated;
    }

    /** The target with what it said of itself last, so that it is the same one while it is down. */
    private PageTarget described() {
        return target.describedBy(memory.described());
    }

    private void writeHow(MetricsRequest out, int added) {
        MetricsRequest.Block block = out.of(described().resource());
        write(block, "up", "Whether the target gave a page", "", failure.isEmpty() ? 1 : 0);
        write(
                block,
                "scrape_duration_seconds",
                "How long the fetch took",
                "seconds",
                fetched.durationNanos() / NANOS_PER_SECOND);
        write(block, "scrape_samples_scraped", "Samples on the page", "", samples);
        write(block, "scrape_series_added", "Series that the page before did not show", "", added);
    }

    private void write(MetricsRequest.Block block, String name, String help, String unit, double value) {
        Points points = block.points(
                MetricsRequest.OWN_SCOPE, new MetricHead(name, help, unit, MetricType.GAUGE, PointShape.GAUGE));
        Moment moment = new Moment(0, slotUnixNano);
        if (fetched.gone()) {
            points.stale(Attributes.of(List.of()), moment);
        } else {
            points.number(Attributes.of(List.of()), moment, value, List.of());
        }
    }
}
