package dev.quipu.collector.remotewrite;

import dev.quipu.collector.prometheus.Attributes;
import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.collector.prometheus.Utf8Check;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a series as slices of the request, which must not change: offset and length of each name and value.
 * As attributes they are all labels but those that OTLP has other places for.
 */
final class SeriesLabels implements Attributes {

    private static final byte[] NAME = bytes("__name__");
    private static final byte[] JOB = bytes("job");
    private static final byte[] INSTANCE = bytes("instance");
    private static final byte[] SCOPE = bytes("otel_scope_");
    private static final int SLICE = 4;

    private final byte[] buffer;
    private final int[] slices;

    /** @param slices name offset, name length, value offset, value length of each label */
    SeriesLabels(byte[] buffer, int[] slices) {
        this.buffer = buffer;
        this.slices = slices;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /** What the specification does not allow of these labels (Remote-Write 2.0, "Series Labels"). */
    Optional<String> fault() {
        if (!utf8()) {
            return Optional.of("labels: expected UTF-8, got other bytes");
        }
        for (int i = 0; i < slices.length; i += SLICE) {
            if (slices[i + 1] == 0 || slices[i + 3] == 0) {
                return Optional.of("labels: expected names and values that are not empty, got an empty one");
            }
            if (i > 0 && compareNames(i - SLICE, i) >= 0) {
                return Optional.of("labels: expected names in order, each once, got '" + text(i) + "' after '"
                        + text(i - SLICE) + "'");
            }
        }
        return indexOf(NAME) >= 0 ? Optional.empty() : Optional.of("labels: expected __name__, got none");
    }

    boolean utf8() {
        for (int i = 0; i < slices.length; i += 2) {
            if (!Utf8Check.isValid(buffer, slices[i], slices[i + 1])) {
                return false;
            }
        }
        return true;
    }

    private int compareNames(int a, int b) {
        return Arrays.compareUnsigned(
                buffer, slices[a], slices[a] + slices[a + 1], buffer, slices[b], slices[b] + slices[b + 1]);
    }

    private int indexOf(byte[] name) {
        for (int i = 0; i < slices.length; i += SLICE) {
            if (isName(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isName(int i, byte[] name) {
        return slices[i + 1] == name.length && startsWith(i, name);
    }

    private boolean startsWith(int i, byte[] prefix) {
        return slices[i + 1] >= prefix.length
                && Arrays.equals(buffer, slices[i], slices[i] + prefix.length, prefix, 0, prefix.length);
    }

    private String text(int i) {
        return new String(buffer, slices[i], slices[i + 1], StandardCharsets.UTF_8);
    }

    private String valueOf(byte[] name) {
        int i = indexOf(name);
        return i < 0 ? "" : text(i + 2);
    }

    String metricName() {
        return valueOf(NAME);
    }

    String job() {
        return valueOf(JOB);
    }

    String instance() {
        return valueOf(INSTANCE);
    }

    /** The labels {@code otel_scope_…} as the scope that they describe. */
    InstrumentationScope scope() {
        String name = "";
        String version = "";
        String schemaUrl = "";
        List<KeyValue> attributes = new ArrayList<>(0);
        boolean any = false;
        for (int i = 0; i < slices.length; i += SLICE) {
            if (startsWith(i, SCOPE)) {
                any = true;
                String value = text(i + 2);
                switch (text(i).substring(SCOPE.length)) {
                    case "name" -> name = value;
                    case "version" -> version = value;
                    case "schema_url" -> schemaUrl = value;
                    default -> attributes.add(KeyValue.of(text(i).substring(SCOPE.length), value));
                }
            }
        }
        return any ? new InstrumentationScope(name, version, attributes, 0, schemaUrl) : MetricsRequest.OWN_SCOPE;
    }

    private boolean isAttribute(int i) {
        return !isName(i, NAME) && !isName(i, JOB) && !isName(i, INSTANCE) && !startsWith(i, SCOPE);
    }

    @Override
    public void write(ProtoWriter out, int field) {
        for (int i = 0; i < slices.length; i += SLICE) {
            if (isAttribute(i)) {
                int entry = out.begin(field);
                out.writeBytes(AnyValueWire.KEY, buffer, slices[i], slices[i + 1]);
                int value = out.begin(AnyValueWire.VALUE);
                out.writeBytes(AnyValueWire.STRING_VALUE, buffer, slices[i + 2], slices[i + 3]);
                out.end(value);
                out.end(entry);
            }
        }
    }

    /** The attributes as values of their own. */
    List<KeyValue> attributes() {
        List<KeyValue> attributes = new ArrayList<>();
        for (int i = 0; i < slices.length; i += SLICE) {
            if (isAttribute(i)) {
                attributes.add(KeyValue.of(text(i), text(i + 2)));
            }
        }
        return attributes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SeriesLabels that) || slices.length != that.slices.length) {
            return false;
        }
        for (int i = 0; i < slices.length; i += 2) {
            if (!Arrays.equals(
                    buffer,
                    slices[i],
                    slices[i] + slices[i + 1],
                    that.buffer,
                    that.slices[i],
                    that.slices[i] + that.slices[i + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < slices.length; i += 2) {
            for (int k = slices[i]; k < slices[i] + slices[i + 1]; k++) {
                hash = 31 * hash + buffer[k];
            }
        }
        return hash;
    }

    /** All labels, whatever their names. */
    List<KeyValue> all() {
        List<KeyValue> labels = new ArrayList<>(slices.length / SLICE);
        for (int i = 0; i < slices.length; i += SLICE) {
            labels.add(KeyValue.of(text(i), text(i + 2)));
        }
        return labels;
    }
}
