package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.model.KeyValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line with a value.
 *
 * @param name as exposed, suffix and all
 * @param labels in their order; none twice, none empty
 * @param timeUnixNano when the page says so itself
 */
record Sample(
        String name, List<KeyValue> labels, double value, OptionalLong timeUnixNano, Optional<Exemplar> exemplar) {

    /** Empty when there is no such label. */
    String label(String key) {
        for (KeyValue label : labels) {
            if (label.key().equals(key)) {
                return ((dev.quipu.model.AnyValue.StringValue) label.value()).value();
            }
        }
        return "";
    }

    /** The labels but one. */
    List<KeyValue> without(String key) {
        return labels.stream().filter(label -> !label.key().equals(key)).toList();
    }
}
