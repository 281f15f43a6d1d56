package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.catalog.AttributeHistory;
import dev.quipu.storage.catalog.ComponentList;
import dev.quipu.storage.catalog.ComponentState;
import dev.quipu.storage.catalog.SpanNames;
import dev.quipu.storage.ledger.ComponentSignals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The catalog as clients see it. */
final class CatalogAnswers {

    private CatalogAnswers() {}

    @Schema(name = "ListedComponent", description = "A monitored thing.")
    record ListedComponent(
            @Schema(description = "Its number.", examples = "7")
            int id,

            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String name,

            @Schema(description = "service.instance.id; empty when absent.", examples = "cart-7d4b9")
            String instanceId,

            @Schema(description = "When its first record was collected.")
            Instant firstSeen,

            @Schema(description = "When its latest record was collected; refreshed about every minute.")
            Instant lastSeen,

            @Schema(
                    description =
                            "UP or DOWN when a page of it is fetched, else ACTIVE when records of it came lately, or SILENT.",
                    examples = "ACTIVE")
            ComponentState state,

            @Schema(description = "How many attributes it has.", examples = "12")
            int attributeCount,

            @Schema(description = "What people wrote.") Map<String, String> labels) {
        static ListedComponent of(ComponentList.Listed component) {
            return new ListedComponent(
                    component.id(),
                    component.namespace(),
                    component.name(),
                    component.instanceId(),
                    component.firstSeen(),
                    component.lastSeen(),
                    component.state(),
                    component.attributeCount(),
                    component.labels());
        }
    }

    @Schema(name = "ComponentPage", description = "One page of components.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ComponentPage(
            @Schema(description = "By id.") List<ListedComponent> components,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor) {}

    @Schema(name = "ComponentDetails", description = "A monitored thing with its attributes.")
    record ComponentDetails(
            @Schema(description = "What the list says of it.")
            ListedComponent component,

            @Schema(description = "The attributes of its resources, as last seen.")
            Map<String, Object> attributes) {
        static ComponentDetails of(ComponentList.Listed component) {
            return new ComponentDetails(ListedComponent.of(component), component.attributes());
        }
    }

    @Schema(name = "ComponentGroup", description = "Components that have something in common.")
    record Group(
            @Schema(description = "What they have in common.", examples = "cart")
            String value,

            @Schema(description = "How many they are.", examples = "3")
            long components,

            @Schema(
                    description =
                            "How many attributes they have together; of groups by key, how many values the key has.",
                    examples = "36")
            long attributes) {
        static Group of(ComponentList.Group group) {
            return new Group(group.value(), group.components(), group.attributes());
        }
    }

    @Schema(name = "ComponentCounts", description = "How many components there are of each kind.")
    record Counts(
            @Schema(description = "The largest first.") List<Group> groups,

            @Schema(description = "Whether there are more than were asked for.")
            boolean truncated) {}

    @Schema(name = "ComponentSignal", description = "How much of a signal came of a component.")
    record SignalRate(
            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "Records stored.", examples = "7200")
            long records,

            @Schema(description = "Records per second of the time that was asked for.", examples = "2.0")
            double perSecond,

            @Schema(description = "The first minute of it.") Instant firstCollected,

            @Schema(description = "The last minute of it.") Instant lastCollected) {
        static SignalRate of(ComponentSignals.Stored stored, long minutes) {
            return new SignalRate(
                    stored.signal().label(),
                    stored.records(),
                    stored.records() / (double) TimeUnit.MINUTES.toSeconds(minutes),
                    Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(stored.firstMinute())),
                    Instant.ofEpochSecond(TimeUnit.MINUTES.toSeconds(stored.lastMinute())));
        }
    }

    @Schema(name = "ComponentSignals", description = "What came of a component in whole minutes of collection.")
    record SignalRates(
            @Schema(description = "The beginning of the first minute.")
            Instant from,

            @Schema(description = "The end of the last minute.")
            Instant to,

            @Schema(description = "By signal; none of those that did not come.")
            List<SignalRate> signals) {}

    @Schema(name = "AttributeValue", description = "A value that an attribute of a component has had.")
    record AttributeValue(
            @Schema(description = "The attribute.", examples = "service.version")
            String key,

            @Schema(description = "Its value, as JSON says it.", examples = "1.4.2")
            Object value,

            @Schema(description = "When it was shown with this value first.")
            Instant firstSeen,

            @Schema(description = "When it was shown with this value last; exact to ten minutes.")
            Instant lastSeen,

            @Schema(description = "Whether this is the value that the component has now.")
            boolean current) {
        static AttributeValue of(AttributeHistory.Value value) {
            return new AttributeValue(
                    value.key(), value.value(), value.firstSeen(), value.lastSeen(), value.isCurrent());
        }
    }

    @Schema(name = "AttributeHistory", description = "What changed of a component, and when.")
    record History(
            @Schema(description = "Those first that were new last.")
            List<AttributeValue> values,

            @Schema(description = "Whether there are more than were asked for.")
            boolean truncated) {}

    @Schema(name = "ComponentChange", description = "What people change of a component.")
    record ComponentChange(
            @Schema(description = "Labels to set; one with null is removed. Others stay.") @Nullable
            Map<String, @Nullable String> labels) {}

    @Schema(name = "Services", description = "The names of components.")
    record ServiceNames(
            @Schema(description = "Each once, in byte order.")
            List<String> services) {}

    @Schema(name = "SpanName", description = "A span name that a service uses.")
    record SpanName(
            @Schema(description = "The name.", examples = "GET /cart")
            String name,

            @Schema(
                    description = "UNSPECIFIED, INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER, or OTLP's number.",
                    examples = "SERVER")
            String kind) {
        static SpanName of(SpanNames.ListedName name) {
            return new SpanName(name.name(), SpanNumbers.kind(name.kind()));
        }
    }

    @Schema(name = "SpanNames", description = "The span names that a service uses, up to a configured number.")
    record SpanNameList(
            @Schema(description = "By name, then kind.") List<SpanName> spanNames) {}
}
