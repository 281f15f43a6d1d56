package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import dev.quipu.model.TraceId;
import dev.quipu.storage.search.SearchPage;
import dev.quipu.storage.search.TemplatedLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Log records as clients see them in JSON. Times are text: JavaScript's numbers cannot hold nanoseconds. */
final class LogAnswers {

    private LogAnswers() {}

    @Schema(name = "FoundLog", description = "One log record.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record FoundLog(
            @Schema(description = "Nanoseconds since 1970 UTC; 0 when unknown.", examples = "1767225600000000000")
            String timeUnixNano,

            @Schema(description = "When it was observed; 0 when unknown.", examples = "1767225600000000000")
            String observedTimeUnixNano,

            @Schema(description = "1 to 24 as OTLP numbers them; 0 for none.", examples = "17")
            int severityNumber,

            @Schema(description = "The severity in the words of its source.", examples = "ERROR")
            String severityText,

            @Schema(description = "A value of any type; absent when the record has none.", examples = "payment refused")
            Optional<Object> body,

            @Schema(
                    type = SchemaType.OBJECT,
                    description = "Values by key; of a key that comes twice the first. Bytes are base64; numbers that"
                            + " JavaScript cannot hold are text.")
            Map<String, Object> attributes,

            @Schema(description = "Whose record it is.") SearchAnswers.ComponentName component,

            @Schema(type = SchemaType.OBJECT, description = "Attributes of the resource.")
            Map<String, Object> resource,

            @Schema(description = "Name of the instrumentation scope, as a rule the logger's.", examples = "shop.Cart")
            String scopeName,

            @Schema(
                    description = "32 hex digits; empty without a trace.",
                    examples = "0af7651916cd43dd8448eb211c80319c")
            String traceId,

            @Schema(description = "16 hex digits; empty without a span.", examples = "b7ad6b7169203331")
            String spanId,

            @Schema(description = "The event's name; empty for what is no event.", examples = "")
            String eventName,

            @Schema(
                    description =
                            "What it has in common with others, by the id in /v1/log-templates; absent when it has none"
                                    + " or was not analysed yet.",
                    implementation = Integer.class,
                    examples = "17")
            Optional<Integer> template) {
        static FoundLog of(TemplatedLog found) {
            LogRecord log = found.record();
            return new FoundLog(
                    Long.toUnsignedString(log.timeUnixNano()),
                    Long.toUnsignedString(log.observedTimeUnixNano()),
                    log.severityNumber(),
                    log.severityText(),
                    log.body().map(ValueJson::of),
                    ValueJson.of(log.attributes()),
                    SearchAnswers.ComponentName.of(Component.of(log.resource().attributes())),
                    ValueJson.of(log.resource().attributes()),
                    log.scope().name(),
                    log.traceId().map(TraceId::hex).orElse(""),
                    log.spanId().isPresent() ? log.spanId().hex() : "",
                    log.eventName(),
                    found.template());
        }
    }

    @Schema(name = "LogPage", description = "One page of log records, in the order that was asked for.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record LogPage(
            @Schema(description = "The records.") List<FoundLog> logs,

            @Schema(description = "Pass it as cursor for the next page; absent on the last.")
            Optional<String> nextCursor,

            @Schema(description = "Everything acknowledged before this instant was looked at.")
            Instant watermark,

            @Schema(description = "Whether something was left out that should be here.", examples = "false")
            boolean truncated,

            @Schema(description = "What was read.") SearchAnswers.ScannedAnswer scanned) {
        static LogPage of(SearchPage<TemplatedLog> page) {
            return new LogPage(
                    page.results().stream().map(FoundLog::of).toList(),
                    page.nextCursor(),
                    page.watermark(),
                    false,
                    SearchAnswers.ScannedAnswer.of(page.scanned()));
        }
    }
}
