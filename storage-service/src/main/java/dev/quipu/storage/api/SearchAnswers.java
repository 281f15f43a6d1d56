package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Component;
import dev.quipu.model.SpanId;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.model.segment.SpanSummary;
import dev.quipu.storage.search.Scanned;
import dev.quipu.storage.search.SearchPage;
import dev.quipu.storage.search.TraceHit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Search results as clients see them. Times are text: JavaScript's numbers cannot hold nanoseconds. */
final class SearchAnswers {

    private SearchAnswers() {}

    @Schema(name = "Scanned", description = "What was read to find the answer.")
    record ScannedAnswer(
            @Schema(description = "Segments of which columns were read.", examples = "3")
            int segments,

            @Schema(description = "Row groups of which columns were read.", examples = "12")
            int rowGroups) {
        static ScannedAnswer of(Scanned scanned) {
            return new ScannedAnswer(scanned.segments(), scanned.rowGroups());
        }
    }

    @Schema(name = "ComponentName", description = "The identity of a component.")
    record ComponentName(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String name,

            @Schema(description = "service.instance.id; empty when absent.", examples = "cart-7d4b9")
            String instanceId) {
        static ComponentName of(Component component) {
            return new ComponentName(component.namespace(), component.name(), component.instanceId());
        }
    }

    @Schema(name = "FoundSpan", description = "What a list shows of one span.")
    record FoundSpan(
            @Schema(description = "32 hex digits.", examples = "0af7651916cd43dd8448eb211c80319c")
            String traceId,

            @Schema(description = "16 hex digits.", examples = "b7ad6b7169203331")
            String spanId,

            @Schema(description = "16 hex digits; empty for a root.", examples = "00f067aa0ba902b7")
            String parentSpanId,

            @Schema(description = "Whose span it is.") ComponentName component,

            @Schema(description = "The span's name.", examples = "GET /cart")
            String name,

            @Schema(
                    description = "UNSPECIFIED, INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER, or OTLP's number.",
                    examples = "SERVER")
            String kind,

            @Schema(description = "UNSET, OK, ERROR, or OTLP's number.", examples = "ERROR")
            String status,

            @Schema(description = "Nanoseconds since 1970 UTC.", examples = "1767225600000000000")
            String startTimeUnixNano,

            @Schema(description = "End minus start; negative when a clock stepped.", examples = "1500000")
            String durationNanos) {
        static FoundSpan of(SpanSummary span) {
            return new FoundSpan(
                    span.traceId().hex(),
                    span.spanId().hex(),
                    hexOrEmpty(span.parentSpanId()),
                    ComponentName.of(span.component()),
                    span.name(),
                    SpanNumbers.kind(span.kind()),
                    SpanNumbers.status(span.statusCode()),
                    Long.toUnsignedString(span.startTimeUnixNano()),
                    Long.toString(span.durationNanos()));
        }

        private static String hexOrEmpty(SpanId id) {
            return id.isPresent() ? id.hex() : "";
        }
    }

    @Schema(name = "SpanPage", description = "One page of spans, in the order that was asked for.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record SpanPage(
            @Schema(description = "The spans.") List<FoundSpan> spans,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor,

            @Schema(description = "Everything acknowledged before this instant was looked at.")
            Instant watermark,

            @Schema(description = "Whether something was left out that should be here.", examples = "false")
            boolean truncated,

            @Schema(description = "What was read.") ScannedAnswer scanned) {
        static SpanPage of(SearchPage<SpanSummary> page) {
            return new SpanPage(
                    page.results().stream().map(FoundSpan::of).toList(),
                    page.nextCursor(),
                    page.watermark(),
                    false,
                    ScannedAnswer.of(page.scanned()));
        }
    }

    @Schema(name = "FoundTrace", description = "A trace with matching spans.")
    record FoundTrace(
            @Schema(description = "32 hex digits.", examples = "0af7651916cd43dd8448eb211c80319c")
            String traceId,

            @Schema(
                    description =
                            "Matching spans that were seen; a search that has enough stops before it has seen all.",
                    examples = "4")
            int matchedSpans,

            @Schema(description = "Start of the span that ranks the trace.", examples = "1767225600000000000")
            String startTimeUnixNano,

            @Schema(description = "Duration of the span that ranks the trace.", examples = "1500000")
            String durationNanos) {
        static FoundTrace of(TraceHit hit) {
            return new FoundTrace(
                    hit.traceId().hex(),
                    hit.matchedSpans(),
                    Long.toUnsignedString(hit.startTimeUnixNano()),
                    Long.toString(hit.durationNanos()));
        }
    }

    @Schema(name = "TracePage", description = "One page of traces, ranked by the best of their matching spans.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record TracePage(
            @Schema(description = "The traces.") List<FoundTrace> traces,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor,

            @Schema(description = "Everything acknowledged before this instant was looked at.")
            Instant watermark,

            @Schema(description = "Whether something was left out that should be here.", examples = "false")
            boolean truncated,

            @Schema(description = "What was read.") ScannedAnswer scanned) {
        static TracePage of(SearchPage<TraceHit> page) {
            return new TracePage(
                    page.results().stream().map(FoundTrace::of).toList(),
                    page.nextCursor(),
                    page.watermark(),
                    false,
                    ScannedAnswer.of(page.scanned()));
        }
    }

    @Schema(name = "KnownAttribute", description = "An attribute key that recent records have.")
    record KnownAttribute(
            @Schema(description = "span, event, link or log.", examples = "span")
            String scope,

            @Schema(description = "The key.", examples = "http.response.status_code")
            String key,

            @Schema(description = "The type of its values.", examples = "INT")
            String type,

            @Schema(description = "Values in the segments that were looked at.", examples = "81234")
            long records) {
        static KnownAttribute of(SegmentHead.AttributeEntry entry) {
            return new KnownAttribute(entry.table(), entry.key(), entry.type().name(), entry.records());
        }
    }

    @Schema(name = "KnownAttributes", description = "Attribute keys of the newest segments.")
    record KnownAttributes(
            @Schema(description = "By scope, then key, then type.")
            List<KnownAttribute> attributes,

            @Schema(description = "Heads that were looked at.", examples = "50")
            int segments) {}
}
