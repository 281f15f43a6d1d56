package dev.quipu.model.segment;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.MetricWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import java.util.List;

/**
 * Works out the ids of a segment's series. What rows refer to is hashed when first met; attributes of points, of which
 * there may be many, without making objects of them. Not thread-safe.
 */
final class SeriesIds {

    private static final long SECOND = 0x9E3779B97F4A7C15L;

    private final SegmentReader reader;
    private final Hashes resources;
    private final Hashes scopes;
    private final Hashes metrics;
    private final Hashes attributes;

    SeriesIds(SegmentReader reader) {
        this.reader = reader;
        this.resources = new Hashes(reader.head().componentOfResource().size());
        this.scopes = new Hashes(reader.scopes().size());
        this.metrics = new Hashes(reader.metrics().size());
        this.attributes = new Hashes(reader.attributeSetCount());
    }

    /** Two hashes of each of some things; both 0 until they are known. */
    private static final class Hashes {
        private final long[] first;
        private final long[] second;

        Hashes(int size) {
            first = new long[size];
            second = new long[size];
        }

        boolean isUnknown(int number) {
            return first[number] == 0 && second[number] == 0;
        }

        /** Adds one member, in no order. */
        void add(int number, long hash) {
            first[number] += XxHash64.avalanche(hash);
            second[number] += XxHash64.avalanche(hash ^ SECOND);
        }
    }

    SeriesId of(int resource, int scope, int metric, int attributeSet) {
        if (resources.isUnknown(resource)) {
            addAll(resources, resource, reader.resources().get(resource).attributes());
        }
        if (scopes.isUnknown(scope)) {
            InstrumentationScope known = reader.scopes().get(scope);
            addAll(scopes, scope, known.attributes());
            scopes.add(scope, XxHash64.hash(known.name() + '\0' + known.version()));
        }
        if (metrics.isUnknown(metric)) {
            metrics.add(metric, hashOf(reader.metrics().get(metric)));
        }
        if (attributes.isUnknown(attributeSet)) {
            addBlock(attributeSet);
        }
        return new SeriesId(
                mix(
                        resources.first[resource],
                        scopes.first[scope],
                        metrics.first[metric],
                        attributes.first[attributeSet]),
                mix(
                        resources.second[resource],
                        scopes.second[scope],
                        metrics.second[metric],
                        attributes.second[attributeSet]));
    }

    private static long mix(long resource, long scope, long metric, long attributeSet) {
        long hash = XxHash64.mix(XxHash64.mix(1, resource), scope);
        return XxHash64.avalanche(XxHash64.mix(XxHash64.mix(hash, metric), attributeSet));
    }

    private static long hashOf(Metric metric) {
        return XxHash64.hash(metric.name()
                + '\0'
                + metric.unit()
                + '\0'
                + metric.kind()
                + '\0'
                + metric.temporality()
                + '\0'
                + metric.monotonic());
    }

    private static void addAll(Hashes hashes, int number, List<KeyValue> members) {
        hashes.add(number, 1);
        ProtoWriter out = new ProtoWriter(64);
        for (KeyValue member : members) {
            out.clear();
            AnyValueWire.writeAll(out, MetricWire.ATTRIBUTES, List.of(member));
            ProtoReader in = new ProtoReader(out.toBytes());
            in.readTag();
            in.enter();
            hashes.add(number, hashOf(AttributeHashes.read(in)));
        }
    }

    private void addBlock(int attributeSet) {
        attributes.add(attributeSet, 1);
        SegmentReader.message(
                MetricsSchema.ATTRIBUTES_SIDE, () -> addBlock(attributeSet, reader.attributeBlock(attributeSet)));
    }

    private boolean addBlock(int attributeSet, ProtoReader in) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == MetricWire.ATTRIBUTES) {
                int outer = in.enter();
                attributes.add(attributeSet, hashOf(AttributeHashes.read(in)));
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
        return in.hasMore();
    }

    private static long hashOf(AttributeHashes attribute) {
        return XxHash64.mix(XxHash64.mix(attribute.keyHash(), attribute.type().ordinal()), attribute.content());
    }
}
