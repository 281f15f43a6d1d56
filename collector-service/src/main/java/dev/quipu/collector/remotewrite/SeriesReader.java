package dev.quipu.collector.remotewrite;

import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.collector.prometheus.MetricType;
import dev.quipu.collector.prometheus.Moment;
import dev.quipu.model.otlp.OtlpFormatException;
import dev.quipu.model.otlp.ProtoReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads messages {@code TimeSeries} of either version: labels are messages in 1.0 and references to symbols in 2.0, and
 * three fields have other numbers. Not thread-safe.
 */
final class SeriesReader {

    private static final int LABELS = 1;
    private static final int SAMPLES = 2;
    private static final int VALUE = 2;
    private static final int TIMESTAMP = 3;

    private final RemoteWriteForm form;
    private final LabelSlices symbols;
    private final int maxPoints;
    private final LabelSlices labels = new LabelSlices();
    private String labelFault = "";
    private long createdMillis;
    private int points;

    /** @param symbols of a request of version 2.0; empty in 1.0 */
    SeriesReader(RemoteWriteForm form, LabelSlices symbols, int maxPoints) {
        this.form = form;
        this.symbols = symbols;
        this.maxPoints = maxPoints;
    }

    /** Reads the rest of the reader as one series. */
    SeriesMessage read(ProtoReader in) {
        SeriesMessage series = new SeriesMessage(readLabels(in), labelFault);
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (place(tag >>> 3)) {
                case SAMPLE -> series.samples.add(nested(in, tag, this::sample));
                case HISTOGRAM -> series.histograms.add(nested(in, tag, HistogramReader::read));
                case EXEMPLAR -> series.exemplars.add(nested(in, tag, this::exemplar));
                case METADATA -> nested(in, tag, message -> metadata(message, series));
                case OTHER -> in.skip(tag);
            }
        }
        points += series.points();
        if (points > maxPoints) {
            throw new OtlpFormatException("request: expected at most " + maxPoints + " samples, got more");
        }
        return series;
    }

    private enum Place {
        SAMPLE,
        HISTOGRAM,
        EXEMPLAR,
        METADATA,
        OTHER
    }

    private Place place(int field) {
        boolean first = form == RemoteWriteForm.V1;
        return switch (field) {
            case SAMPLES -> Place.SAMPLE;
            case 3 -> first ? Place.EXEMPLAR : Place.HISTOGRAM;
            case 4 -> first ? Place.HISTOGRAM : Place.EXEMPLAR;
            case 5 -> first ? Place.OTHER : Place.METADATA;
            default -> Place.OTHER;
        };
    }

    private interface Message<R> {
        R read(ProtoReader in);
    }

    private static <R> R nested(ProtoReader in, int tag, Message<R> message) {
        in.expect(tag, ProtoReader.LENGTH_DELIMITED);
        int outer = in.enter();
        R read = message.read(in);
        in.leave(outer);
        return read;
    }

    /** Labels and what else holds for all samples may come behind them, so they are read first. */
    private SeriesLabels readLabels(ProtoReader in) {
        int begin = in.position();
        labels.clear();
        labelFault = "";
        createdMillis = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag >>> 3 == LABELS) {
                label(in, tag);
            } else if (tag == (6 << 3 | ProtoReader.VARINT) && form == RemoteWriteForm.V2) {
                createdMillis = in.readVarint();
            } else {
                in.skip(tag);
            }
        }
        in.seek(begin);
        return takeLabels(in);
    }

    private SeriesLabels takeLabels(ProtoReader in) {
        if (labels.texts() % 2 != 0) {
            labelFault = "labels: expected names and values in pairs, got " + labels.texts();
        }
        return new SeriesLabels(in.buffer(), labelFault.isEmpty() ? labels.toArray() : new int[0]);
    }

    private void label(ProtoReader in, int tag) {
        if (form == RemoteWriteForm.V1) {
            nested(in, tag, this::labelMessage);
        } else if ((tag & 7) == ProtoReader.LENGTH_DELIMITED) {
            int outer = in.enter();
            while (in.hasMore()) {
                reference(in.readVarint());
            }
            in.leave(outer);
        } else {
            in.expect(tag, ProtoReader.VARINT);
            reference(in.readVarint());
        }
    }

    private boolean labelMessage(ProtoReader in) {
        int nameOffset = 0;
        int nameLength = 0;
        int valueOffset = 0;
        int valueLength = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case 1 << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    nameLength = in.readLength();
                    nameOffset = in.position();
                    in.advance(nameLength);
                }
                case 2 << 3 | ProtoReader.LENGTH_DELIMITED -> {
                    valueLength = in.readLength();
                    valueOffset = in.position();
                    in.advance(valueLength);
                }
                default -> in.skipUnknown(tag, 2);
            }
        }
        labels.add(nameOffset, nameLength);
        labels.add(valueOffset, valueLength);
        return true;
    }

    private void reference(long symbol) {
        if (symbol < 0 || symbol >= symbols.texts()) {
            labelFault = labelFault.isEmpty()
                    ? "labels_refs: expected references to " + symbols.texts() + " symbols, got " + symbol
                    : labelFault;
        } else {
            labels.add(symbols.offset((int) symbol), symbols.length((int) symbol));
        }
    }

    private SeriesMessage.Sample sample(ProtoReader in) {
        double value = 0;
        long time = 0;
        long start = createdMillis;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case 1 << 3 | ProtoReader.FIXED64 -> value = Double.longBitsToDouble(in.readFixed64());
                case 2 << 3 | ProtoReader.VARINT -> time = in.readVarint();
                case 3 << 3 | ProtoReader.VARINT -> start = in.readVarint();
                default -> in.skipUnknown(tag, 3);
            }
        }
        return new SeriesMessage.Sample(value, time, start);
    }

    private SeriesMessage.SeriesExemplar exemplar(ProtoReader in) {
        labels.clear();
        labelFault = "";
        double value = 0;
        long time = 0;
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case LABELS -> label(in, tag);
                case VALUE -> {
                    in.expect(tag, ProtoReader.FIXED64);
                    value = Double.longBitsToDouble(in.readFixed64());
                }
                case TIMESTAMP -> {
                    in.expect(tag, ProtoReader.VARINT);
                    time = in.readVarint();
                }
                default -> in.skip(tag);
            }
        }
        SeriesLabels its = takeLabels(in);
        boolean fits = labelFault.isEmpty() && its.utf8() && Moment.fits(time);
        long nanos = fits ? Moment.ofMillis(0, time).timeUnixNano() : 0;
        return new SeriesMessage.SeriesExemplar(new Exemplar(value, nanos, its.all()), fits);
    }

    private SeriesMessage metadata(ProtoReader in, SeriesMessage series) {
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag) {
                case 1 << 3 | ProtoReader.VARINT -> series.type = MetricType.ofCode(in.readVarint());
                case 3 << 3 | ProtoReader.VARINT -> series.help = symbol(in);
                case 4 << 3 | ProtoReader.VARINT -> series.unit = symbol(in);
                default -> in.skip(tag);
            }
        }
        return series;
    }

    private String symbol(ProtoReader in) {
        long symbol = in.readVarint();
        if (symbol < 0 || symbol >= symbols.texts()) {
            throw in.malformed("a reference to " + symbols.texts() + " symbols", String.valueOf(symbol));
        }
        return new String(
                in.buffer(), symbols.offset((int) symbol), symbols.length((int) symbol), StandardCharsets.UTF_8);
    }
}
