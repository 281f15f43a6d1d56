package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.collector.prometheus.TargetResource;
import dev.quipu.model.KeyValue;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;

/** A page that was read whole. Writing it changes nothing of it. */
public final class Page {

    private final Collection<Family> families;

    private Page(Collection<Family> families) {
        this.families = families;
    }

    /**
     * @param body not changed; {@code [0, length)} of it
     * @throws PageException when it is not in the format, holds more than it may, or a series twice
     */
    public static Page read(byte[] body, int length, PageFormat format, PageLimits limits) throws PageException {
        return new Page(PageReader.read(body, length, format, limits));
    }

    public int samples() {
        return families.stream().mapToInt(family -> family.samples().size()).sum();
    }

    /** Writes every sample; returns the series of it that can be seen to end. */
    public SeriesSet writeTo(MetricsRequest out, PageTarget target, long scrapedUnixNano) {
        SeriesWriter writer = SeriesWriter.ofPoints(new LabelPlaces(out, target), scrapedUnixNano);
        families.forEach(family -> FamilyPoints.write(family, writer));
        return writer.met();
    }

    /** Writes that series have ended: those of the page that the test says it of, by their hash. */
    public void writeEnds(MetricsRequest out, PageTarget target, long scrapedUnixNano, LongPredicate ended) {
        SeriesWriter writer = SeriesWriter.ofEnds(new LabelPlaces(out, target), scrapedUnixNano, ended);
        families.forEach(family -> FamilyPoints.write(family, writer));
    }

    /** What the page says of its target in labels of {@code target_info}, which stays a metric too. */
    public List<KeyValue> described() {
        return families.stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> sample.name().equals(TargetResource.TARGET_INFO))
                .findFirst()
                .map(Sample::labels)
                .orElse(List.of());
    }
}
