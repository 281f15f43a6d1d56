package dev.quipu.collector.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.quipu.collector.ProtoMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Requests of remote write as senders make them, in both versions from one description. */
public final class Writes {

    public static final int SAMPLES = 2;

    /** A series: its labels, and what goes into its message by field of version 2.0. */
    public static final class Series {
        private final List<String> labels;
        private final List<ProtoMessage> samples = new ArrayList<>();
        private final List<ProtoMessage> histograms = new ArrayList<>();
        private final List<double[]> exemplars = new ArrayList<>();
        private final List<List<String>> exemplarLabels = new ArrayList<>();
        private String[] metadata = {};
        private int type;
        private long created;

        private Series(List<String> labels) {
            this.labels = labels;
        }

        public Series sample(double value, long timeMillis) {
            return sample(value, timeMillis, 0);
        }

        public Series sample(double value, long timeMillis, long startMillis) {
            ProtoMessage sample = ProtoMessage.of()
                    .fixed64(1, Double.doubleToRawLongBits(value))
                    .varint(2, timeMillis);
            samples.add(startMillis == 0 ? sample : sample.varint(3, startMillis));
            return this;
        }

        public Series histogram(ProtoMessage histogram) {
            histograms.add(histogram);
            return this;
        }

        public Series exemplar(double value, long timeMillis, String... itsLabels) {
            exemplars.add(new double[] {value, timeMillis});
            exemplarLabels.add(List.of(itsLabels));
            return this;
        }

        /** Of version 2.0. */
        public Series metadata(int itsType, String help, String unit) {
            type = itsType;
            metadata = new String[] {help, unit};
            return this;
        }

        /** As drafts of version 2.0 have it. */
        public Series created(long millis) {
            created = millis;
            return this;
        }
    }

    private Writes() {}

    /** @param labels names and values in turn, as they shall stand */
    public static Series series(String... labels) {
        return new Series(List.of(labels));
    }

    public static byte[] v1(Series... series) {
        return v1Message(series).toBytes();
    }

    public static ProtoMessage v1Message(Series... series) {
        ProtoMessage request = ProtoMessage.of();
        for (Series one : series) {
            ProtoMessage message = ProtoMessage.of();
            labels(message, one.labels);
            one.samples.forEach(sample -> message.message(SAMPLES, sample));
            for (int i = 0; i < one.exemplars.size(); i++) {
                ProtoMessage exemplar = ProtoMessage.of();
                labels(exemplar, one.exemplarLabels.get(i));
                message.message(3, values(exemplar, one.exemplars.get(i)));
            }
            one.histograms.forEach(histogram -> message.message(4, histogram));
            request.message(1, message);
        }
        return request;
    }

    private static void labels(ProtoMessage message, List<String> labels) {
        for (int i = 0; i < labels.size(); i += 2) {
            message.message(1, ProtoMessage.of().text(1, labels.get(i)).text(2, labels.get(i + 1)));
        }
    }

    private static ProtoMessage values(ProtoMessage exemplar, double[] values) {
        return exemplar.real(2, values[0]).varint(3, (long) values[1]);
    }

    public static byte[] v2(Series... series) {
        List<String> symbols = new ArrayList<>(List.of(""));
        ProtoMessage messages = ProtoMessage.of();
        for (Series one : series) {
            ProtoMessage message = ProtoMessage.of().bytes(1, references(symbols, one.labels));
            one.samples.forEach(sample -> message.message(SAMPLES, sample));
            one.histograms.forEach(histogram -> message.message(3, histogram));
            for (int i = 0; i < one.exemplars.size(); i++) {
                ProtoMessage exemplar = ProtoMessage.of().bytes(1, references(symbols, one.exemplarLabels.get(i)));
                message.message(4, values(exemplar, one.exemplars.get(i)));
            }
            if (one.metadata.length > 0) {
                message.message(
                        5,
                        ProtoMessage.of()
                                .varint(1, one.type)
                                .varint(3, reference(symbols, one.metadata[0]))
                                .varint(4, reference(symbols, one.metadata[1])));
            }
            if (one.created != 0) {
                message.varint(6, one.created);
            }
            messages.message(5, message);
        }
        ProtoMessage request = ProtoMessage.of();
        symbols.forEach(symbol -> request.text(4, symbol));
        byte[] first = request.toBytes();
        byte[] second = messages.toBytes();
        return ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
    }

    private static ByteString references(List<String> symbols, List<String> texts) {
        return packed(texts.stream().mapToLong(text -> reference(symbols, text)).toArray());
    }

    private static int reference(List<String> symbols, String text) {
        if (!symbols.contains(text)) {
            symbols.add(text);
        }
        return symbols.indexOf(text);
    }

    public static ByteString packed(long... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (long value : values) {
                out.writeUInt64NoTag(value);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }

    public static ByteString packedSigned(long... values) {
        long[] zigzag = values.clone();
        for (int i = 0; i < zigzag.length; i++) {
            zigzag[i] = values[i] << 1 ^ values[i] >> 63;
        }
        return packed(zigzag);
    }

    public static ByteString packedReals(double... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (double value : values) {
                out.writeDoubleNoTag(value);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }

    public static ProtoMessage span(int offset, int length) {
        return ProtoMessage.of().sint(1, offset).varint(2, length);
    }
}
