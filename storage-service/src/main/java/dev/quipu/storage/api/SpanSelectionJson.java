package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Span;
import dev.quipu.model.alert.SpanSelection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which spans are counted, as JSON. */
@Schema(name = "AlertSpanSelection", description = "Which spans are counted: those that have everything that is told.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SpanSelectionJson(
        @Schema(description = "service.name of their component.", examples = "cart") @Nullable
        String service,

        @Schema(description = "service.namespace of it; absent: any.", examples = "shop") @Nullable
        String namespace,

        @Schema(description = "Absent: any.", examples = "GET /cart") @Nullable
        String spanName,

        @Schema(
                description = "unspecified, internal, server, client, producer or consumer; absent: any.",
                examples = "server")
        @Nullable
        String spanKind) {

    /**
     * @throws IllegalArgumentException when a field is not what it should be
     */
    SpanSelection model() {
        return new SpanSelection(
                Labels.text("service", Required.field("service", service)),
                Optional.ofNullable(namespace).map(text -> Labels.text("namespace", text)),
                Optional.ofNullable(spanName).map(text -> Labels.text("spanName", text)),
                Optional.ofNullable(spanKind).map(SpanSelectionJson::kind));
    }

    private static Span.Kind kind(String label) {
        return Arrays.stream(Span.Kind.values())
                .filter(kind -> label(kind).equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "spanKind: expected unspecified, internal, server, client, producer or consumer, got '" + label
                                + "'"));
    }

    private static String label(Span.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    static SpanSelectionJson of(SpanSelection spans) {
        return new SpanSelectionJson(
                spans.service(),
                spans.namespace().orElse(null),
                spans.spanName().orElse(null),
                spans.spanKind().map(SpanSelectionJson::label).orElse(null));
    }
}
