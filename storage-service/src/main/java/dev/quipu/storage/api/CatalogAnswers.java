package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.catalog.AttributeHistory;
import dev.quipu.storage.catalog.KnownComponent;
import dev.quipu.storage.catalog.SpanNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

            @Schema(description = "How many attributes its resource has.", examples = "12")
            int attributeCount,

            @Schema(description = "What people wrote.") Map<String, String> labels) {
        static ListedComponent of(KnownComponent component) {
            return new ListedComponent(
                    component.id,
                    component.namespace,
                    component.name,
                    component.instanceId,
                    component.firstSeen,
                    component.lastSeen,
                    component.attributes.size(),
                    component.labels);
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

            @Schema(description = "The attributes of its resource, as last seen.")
            Map<String, Object> attributes) {
        static ComponentDetails of(KnownComponent component) {
            return new ComponentDetails(ListedComponent.of(component), component.attributes);
        }
    }

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
