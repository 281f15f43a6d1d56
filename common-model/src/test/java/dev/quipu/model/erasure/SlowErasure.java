package dev.quipu.model.erasure;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.LogRecord;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.Span;
import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import dev.quipu.model.erasure.ErasureTarget.OfComponent;
import dev.quipu.model.erasure.ErasureTarget.OfTrace;
import java.util.ArrayList;
import java.util.List;

/** What a target names, told by looking at every part of every record. */
final class SlowErasure {

    private final List<ErasureTarget> targets;

    SlowErasure(List<ErasureTarget> targets) {
        this.targets = targets;
    }

    boolean takes(Span span) {
        List<KeyValue> said = new ArrayList<>(span.attributes());
        said.addAll(span.resource().attributes());
        said.addAll(span.scope().attributes());
        span.events().forEach(event -> said.addAll(event.attributes()));
        span.links().forEach(link -> said.addAll(link.attributes()));
        return takes(
                said,
                AnyValue.EMPTY,
                span.resource().attributes(),
                span.traceId().high(),
                span.traceId().low());
    }

    boolean takes(LogRecord log) {
        List<KeyValue> said = new ArrayList<>(log.attributes());
        said.addAll(log.resource().attributes());
        said.addAll(log.scope().attributes());
        return takes(
                said,
                log.body().orElse(AnyValue.EMPTY),
                log.resource().attributes(),
                log.traceIdHigh(),
                log.traceIdLow());
    }

    boolean takes(MetricPoint point) {
        List<KeyValue> said = new ArrayList<>(point.attributes());
        said.addAll(point.resource().attributes());
        said.addAll(point.scope().attributes());
        said.addAll(point.metric().metadata());
        point.exemplars().forEach(exemplar -> said.addAll(exemplar.filteredAttributes()));
        return takes(said, AnyValue.EMPTY, point.resource().attributes(), 0, 0);
    }

    private boolean takes(List<KeyValue> said, AnyValue body, List<KeyValue> resource, long high, long low) {
        for (ErasureTarget target : targets) {
            boolean takes = switch (target.kind()) {
                case TRACE ->
                    ((OfTrace) target).traceId().high() == high
                            && ((OfTrace) target).traceId().low() == low;
                case COMPONENT -> isOf((OfComponent) target, Component.of(resource));
                case ATTRIBUTE ->
                    said.stream().anyMatch(attribute -> says(attribute, (OfAttribute) target))
                            || bodySays(body, (OfAttribute) target);
            };
            if (takes) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(OfComponent target, Component component) {
        return component.name().equals(target.name())
                && component.namespace().equals(target.namespace())
                && (target.instanceId().isEmpty() || target.instanceId().get().equals(component.instanceId()));
    }

    private static boolean says(KeyValue attribute, OfAttribute target) {
        return attribute.key().equals(target.key()) && anyLeafIs(attribute.value(), target.value(), true)
                || nestedSays(attribute.value(), target);
    }

    private static boolean bodySays(AnyValue body, OfAttribute target) {
        if (body instanceof AnyValue.ArrayValue array) {
            return array.values().stream().anyMatch(element -> bodySays(element, target));
        }
        return body instanceof AnyValue.MapValue map && map.entries().stream().anyMatch(entry -> says(entry, target));
    }

    private static boolean nestedSays(AnyValue value, OfAttribute target) {
        if (value instanceof AnyValue.ArrayValue array) {
            return array.values().stream().anyMatch(element -> nestedSays(element, target));
        }
        return value instanceof AnyValue.MapValue map
                && map.entries().stream()
                        .anyMatch(entry ->
                                entry.key().equals(target.key()) && anyLeafIs(entry.value(), target.value(), false)
                                        || nestedSays(entry.value(), target));
    }

    private static boolean anyLeafIs(AnyValue value, String text, boolean insideMaps) {
        if (value instanceof AnyValue.ArrayValue array) {
            return array.values().stream().anyMatch(element -> anyLeafIs(element, text, insideMaps));
        }
        if (value instanceof AnyValue.MapValue map) {
            return insideMaps && map.entries().stream().anyMatch(entry -> anyLeafIs(entry.value(), text, true));
        }
        return leafIs(value, text);
    }

    private static boolean leafIs(AnyValue value, String text) {
        if (value instanceof AnyValue.StringValue string) {
            return string.value().equals(text);
        }
        if (value instanceof AnyValue.BoolValue bool) {
            return Boolean.toString(bool.value()).equals(text);
        }
        if (value instanceof AnyValue.IntValue number) {
            return Long.toString(number.value()).equals(text)
                    || Math.abs(number.value()) < 1L << 53
                            && Double.toString(number.value()).equals(text);
        }
        if (value instanceof AnyValue.DoubleValue number) {
            double whole = Math.rint(number.value());
            return Double.toString(number.value()).equals(text)
                    || whole == number.value()
                            && Math.abs(whole) < 1L << 53
                            && (Long.toString((long) whole).equals(text) || whole == 0 && text.matches("-?0\\.0"));
        }
        return false;
    }
}
