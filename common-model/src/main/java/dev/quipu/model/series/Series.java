package dev.quipu.model.series;

import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Metric;
import dev.quipu.model.Resource;
import dev.quipu.model.segment.PointRows;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.segment.SeriesId;
import java.util.List;

/** What names a series: everything that its points have in common. */
public record Series(
        SeriesId id, Resource resource, InstrumentationScope scope, Metric metric, List<KeyValue> attributes) {

    private static final String OF_RESOURCE = "resource.";
    private static final String OF_SCOPE = "scope.";

    public Series {
        attributes = List.copyOf(attributes);
    }

    /** The series of neighbouring rows. */
    public static Series of(PointRows.Run run) {
        return new Series(run.id(), run.resource(), run.scope(), run.metric(), run.attributes());
    }

    /**
     * What the series has under a key, as text; empty when it has nothing there. {@code service}, {@code namespace} and
     * {@code instance} are the component's; {@code resource.KEY} and {@code scope.KEY} say where to look; any other key
     * is an attribute of the points, or else of the resource.
     */
    public String text(String key) {
        return switch (key) {
            case "__name__" -> metric.name();
            case "service" -> component().name();
            case "namespace" -> component().namespace();
            case "instance" -> component().instanceId();
            case "scope.name" -> scope.name();
            case "scope.version" -> scope.version();
            default -> attribute(key);
        };
    }

    private Component component() {
        return Component.of(resource.attributes());
    }

    private String attribute(String key) {
        if (key.startsWith(OF_RESOURCE)) {
            return text(resource.attributes(), key.substring(OF_RESOURCE.length()));
        }
        if (key.startsWith(OF_SCOPE)) {
            return text(scope.attributes(), key.substring(OF_SCOPE.length()));
        }
        String own = text(attributes, key);
        return own.isEmpty() ? text(resource.attributes(), key) : own;
    }

    private static String text(List<KeyValue> attributes, String key) {
        for (KeyValue attribute : attributes) {
            if (attribute.key().equals(key)) {
                return RowTexts.of(attribute.value());
            }
        }
        return "";
    }
}
