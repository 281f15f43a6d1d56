package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.MetricsRequest;
import dev.quipu.model.AnyValue;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the labels of a series where OTLP has a place for them: resource, scope or point. One page; not thread-safe. */
final class LabelPlaces {

    private static final String SCOPE = "otel_scope_";
    private static final String EXPORTED = "exported_";

    private record Owner(String job, String instance) {}

    /** Where the labels of one series go. */
    record Placed(MetricsRequest.Block block, InstrumentationScope scope, List<KeyValue> attributes) {}

    private final MetricsRequest out;
    private final PageTarget target;
    private final Set<String> ownNames;
    private final Map<Owner, MetricsRequest.Block> blocks = new HashMap<>();
    private final MetricsRequest.Block own;

    LabelPlaces(MetricsRequest out, PageTarget target) {
        this.out = out;
        this.target = target;
        this.ownNames = target.ownNames();
        this.own = out.of(target.resource());
    }

    Placed place(List<KeyValue> labels) {
        for (KeyValue label : labels) {
            if (ownNames.contains(label.key()) || label.key().startsWith(SCOPE)) {
                return placeEach(labels);
            }
        }
        return new Placed(own, MetricsRequest.OWN_SCOPE, labels);
    }

    private Placed placeEach(List<KeyValue> labels) {
        List<KeyValue> attributes = new ArrayList<>(labels.size());
        List<KeyValue> scope = new ArrayList<>(2);
        String job = target.job();
        String instance = target.instance();
        for (KeyValue label : labels) {
            if (label.key().startsWith(SCOPE)) {
                scope.add(label);
            } else if (!ownNames.contains(label.key())) {
                attributes.add(label);
            } else if (!target.honorLabels()) {
                attributes.add(new KeyValue(EXPORTED + label.key(), label.value()));
            } else {
                switch (label.key()) {
                    case PageTarget.JOB -> job = text(label);
                    case PageTarget.INSTANCE -> instance = text(label);
                    default -> attributes.add(label);
                }
            }
        }
        Owner owner = new Owner(job, instance);
        boolean isTarget = job.equals(target.job()) && instance.equals(target.instance());
        MetricsRequest.Block block = isTarget
                ? own
                : blocks.computeIfAbsent(owner, unseen -> out.of(target.resource(owner.job(), owner.instance())));
        return new Placed(block, scopeOf(scope), attributes);
    }

    private static InstrumentationScope scopeOf(List<KeyValue> labels) {
        String name = "";
        String version = "";
        String schemaUrl = "";
        List<KeyValue> attributes = new ArrayList<>(0);
        for (KeyValue label : labels) {
            switch (label.key().substring(SCOPE.length())) {
                case "name" -> name = text(label);
                case "version" -> version = text(label);
                case "schema_url" -> schemaUrl = text(label);
                default -> attributes.add(new KeyValue(label.key().substring(SCOPE.length()), label.value()));
            }
        }
        return labels.isEmpty()
                ? MetricsRequest.OWN_SCOPE
                : new InstrumentationScope(name, version, attributes, 0, schemaUrl);
    }

    private static String text(KeyValue label) {
        return ((AnyValue.StringValue) label.value()).value();
    }
}
