package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.Attributes;
import dev.quipu.collector.prometheus.Distribution;
import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.collector.prometheus.MetricHead;
import dev.quipu.collector.prometheus.Moment;
import dev.quipu.collector.prometheus.Points;
import dev.quipu.model.KeyValue;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Writes the points of a page, or instead of them the ends of some of its series. Knows afterwards which series it met;
 * those whose times the page tells itself have no end that can be seen from here and do not count. Not thread-safe.
 */
final class SeriesWriter {

    /** What is written of a point once its series has its place. */
    private interface Writing {
        void write(Points points, Attributes attributes, Moment moment);
    }

    private final LabelPlaces places;
    private final long scrapedUnixNano;
    private final boolean endsOnly;
    private final LongPredicate ended;
    private final SeriesSet met = new SeriesSet();

    private SeriesWriter(LabelPlaces places, long scrapedUnixNano, boolean endsOnly, LongPredicate ended) {
        this.places = places;
        this.scrapedUnixNano = scrapedUnixNano;
        this.endsOnly = endsOnly;
        this.ended = ended;
    }

    static SeriesWriter ofPoints(LabelPlaces places, long scrapedUnixNano) {
        return new SeriesWriter(places, scrapedUnixNano, false, hash -> false);
    }

    /** @param ended tells by its hash whether a series has ended */
    static SeriesWriter ofEnds(LabelPlaces places, long scrapedUnixNano, LongPredicate ended) {
        return new SeriesWriter(places, scrapedUnixNano, true, ended);
    }

    SeriesSet met() {
        return met;
    }

    /** Of a point, when it was taken and since when it counts: 0 when unknown. */
    record Taken(OptionalLong timeUnixNano, long startUnixNano) {}

    void number(MetricHead head, List<KeyValue> labels, Taken taken, double value, List<Exemplar> exemplars) {
        point(head, labels, taken, (points, attributes, moment) -> points.number(attributes, moment, value, exemplars));
    }

    void explicit(
            MetricHead head,
            List<KeyValue> labels,
            Taken taken,
            Distribution.Explicit value,
            List<Exemplar> exemplars) {
        point(
                head,
                labels,
                taken,
                (points, attributes, moment) -> points.explicit(attributes, moment, value, exemplars));
    }

    void quantiles(MetricHead head, List<KeyValue> labels, Taken taken, Distribution.Quantiles value) {
        point(head, labels, taken, (points, attributes, moment) -> points.quantiles(attributes, moment, value));
    }

    private void point(MetricHead head, List<KeyValue> labels, Taken taken, Writing writing) {
        boolean timed = taken.timeUnixNano().isPresent();
        if (endsOnly) {
            if (!timed && ended.test(hash(head, labels))) {
                LabelPlaces.Placed placed = places.place(labels);
                placed.block()
                        .points(placed.scope(), head)
                        .stale(Attributes.of(placed.attributes()), new Moment(0, scrapedUnixNano));
            }
            return;
        }
        if (!timed) {
            met.add(hash(head, labels));
        }
        LabelPlaces.Placed placed = places.place(labels);
        writing.write(
                placed.block().points(placed.scope(), head),
                Attributes.of(placed.attributes()),
                new Moment(taken.startUnixNano(), taken.timeUnixNano().orElse(scrapedUnixNano)));
    }

    private static long hash(MetricHead head, List<KeyValue> labels) {
        return SeriesSet.hash(head.name(), labels) * 31 + head.shape().ordinal();
    }
}
