package dev.quipu.collector.remotewrite;

import dev.quipu.collector.intake.BodyConversion;
import dev.quipu.collector.intake.Converted;
import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.collector.prometheus.TargetResource;
import dev.quipu.collector.quota.PointRemoval;
import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one request of remote write {@code ExportMetricsServiceRequest}, and knows afterwards how much of it was good.
 * A series that breaks the specification is rejected alone. The labels of {@code target_info} become attributes of the
 * resource, but of its own only: which other series of its target come with it changes from request to request, and
 * with it their resource would, and they themselves. It stays a metric too. For one body.
 */
public final class RemoteWriteConversion implements BodyConversion {

    private static final int V1_SERIES = 1;
    private static final int V1_METADATA = 3;
    private static final int V2_SYMBOLS = 4;
    private static final int V2_SERIES = 5;

    private record Target(String job, String instance, List<KeyValue> described) {}

    private final RemoteWriteForm form;
    private final WriteLimits limits;
    private final WriteFaults faults = new WriteFaults();
    private final SeriesPoints points = new SeriesPoints(faults);
    private final FamilyMetadata families = new FamilyMetadata();
    private final List<SeriesMessage> series = new ArrayList<>();

    private volatile Written left = Written.NOTHING;

    public RemoteWriteConversion(RemoteWriteForm form, WriteLimits limits) {
        this.form = form;
        this.limits = limits;
    }

    /** What the intake took; nothing before the conversion. */
    public Written written() {
        return points.written().less(left);
    }

    @Override
    public void left(PointRemoval.Rest rest) {
        left = new Written(rest.numbers(), rest.distributions(), rest.exemplars());
    }

    /** Why not everything was good, for the sender; empty when it was. */
    public String fault() {
        return faults.message();
    }

    @Override
    public Converted convert(byte[] body, int length) {
        switch (form) {
            case V1 -> readV1(body, length);
            case V2 -> readV2(body, length);
        }
        attachLoneExemplars();
        MetricsRequest out = new MetricsRequest(limits.maxBytes());
        Map<Target, MetricsRequest.Block> blocks = new HashMap<>();
        for (SeriesMessage one : series) {
            String name = one.labels().metricName();
            Target target = new Target(one.labels().job(), one.labels().instance(), described(one, name));
            MetricsRequest.Block block = blocks.computeIfAbsent(
                    target, unseen -> out.of(TargetResource.of(target.job(), target.instance(), target.described())));
            points.write(one, name, block);
        }
        series.clear();
        return new Converted(out.toBytes(), faults.samples(), faults.message());
    }

    private void readV1(byte[] body, int length) {
        ProtoReader in = new ProtoReader(body, 0, length);
        SeriesReader reader = new SeriesReader(form, new LabelSlices(), limits.maxSeries());
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case V1_SERIES << 3 | ProtoReader.LENGTH_DELIMITED -> take(reader, in);
                case V1_METADATA << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    int outer = in.enter();
                    families.read(in);
                    in.leave(outer);
                }
                default -> in.skipUnknown(tag, 1);
            }
        }
        series.forEach(one -> families.describe(one, one.labels().metricName()));
    }

    private void readV2(byte[] body, int length) {
        LabelSlices symbols = new LabelSlices();
        ProtoReader in = new ProtoReader(body, 0, length);
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == V2_SYMBOLS) {
                symbols.addText(in, tag);
            } else {
                in.skip(tag);
            }
        }
        if (symbols.texts() > 0 && symbols.length(0) != 0) {
            throw new OtlpFormatException("symbols: expected an empty one first, got another");
        }
        in = new ProtoReader(body, 0, length);
        SeriesReader reader = new SeriesReader(form, symbols, limits.maxSeries());
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == V2_SERIES) {
                in.expect(tag, ProtoReader.LENGTH_DELIMITED);
                take(reader, in);
            } else {
                in.skip(tag);
            }
        }
    }

    private void take(SeriesReader reader, ProtoReader in) {
        int outer = in.enter();
        SeriesMessage one = reader.read(in);
        in.leave(outer);
        String fault = one.labelFault();
        if (!fault.isEmpty()) {
            faults.reject(WriteFaults.LABELS, one.points(), fault);
        } else if (form == RemoteWriteForm.V2 && !one.samples.isEmpty() && !one.histograms.isEmpty()) {
            faults.reject(WriteFaults.SERIES, one.points(), "series: expected samples or histograms, got both");
        } else if (form == RemoteWriteForm.V2 && one.points() == 0 && one.exemplars.isEmpty()) {
            faults.reject(WriteFaults.SERIES, 0, "series: expected a sample or a histogram, got none");
        } else {
            series.add(one);
            if (series.size() > limits.maxSeries()) {
                throw new OtlpFormatException("request: expected at most " + limits.maxSeries() + " series, got more");
            }
        }
    }

    /** A sender may put the exemplars of a series into a message of their own: they go with its samples all the same. */
    private void attachLoneExemplars() {
        List<SeriesMessage> lone =
                series.stream().filter(one -> one.points() == 0).toList();
        if (lone.stream().allMatch(one -> one.exemplars.isEmpty())) {
            return;
        }
        Map<SeriesLabels, SeriesMessage> withPoints = new HashMap<>();
        series.stream().filter(one -> one.points() > 0).forEach(one -> withPoints.putIfAbsent(one.labels(), one));
        for (SeriesMessage one : lone) {
            SeriesMessage home = withPoints.get(one.labels());
            if (home != null) {
                home.exemplars.addAll(one.exemplars);
                one.exemplars.clear();
            }
        }
    }

    private static List<KeyValue> described(SeriesMessage one, String name) {
        return name.equals(TargetResource.TARGET_INFO) ? one.labels().attributes() : List.of();
    }
}
