package dev.quipu.storage.losses;

import dev.quipu.model.AnyValue;
import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.SemanticAttributes;
import dev.quipu.model.Signal;
import dev.quipu.model.segment.RowTexts;
import dev.quipu.model.series.CounterIncrease;
import dev.quipu.model.series.Series;
import dev.quipu.storage.ledger.Losses;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What OpenTelemetry SDKs count of their own work (semantic conventions, "OpenTelemetry SDK metrics",
 * {@code otel.sdk.*}), read as records that they lost. Counts of processors and exporters are told apart by
 * {@code otel.component.name}, which makes them series of their own; all are added up: a record that two exporters could
 * not deliver counts twice.
 *
 * <p>A record is lost when its count has an {@code error.type}: of a processor it was dropped, of an exporter it could
 * not be delivered. Left out is what a server has answered, as that server may have been one of our own doors, where the
 * records are counted as rejected or refused already: {@code rejected}, HTTP status codes (three digits), and gRPC
 * status codes by name ({@code RESOURCE_EXHAUSTED} or {@code ResourceExhausted}) or number. What is left are the SDK's own reasons, such as {@code queue_full}, {@code timeout}, or
 * the class of an exception.
 */
final class SdkCounters {

    private static final Map<String, Signal> SIGNALS = new TreeMap<>(Map.of(
            "otel.sdk.processor.span.processed", Signal.TRACES,
            "otel.sdk.processor.log.processed", Signal.LOGS,
            "otel.sdk.exporter.span.exported", Signal.TRACES,
            "otel.sdk.exporter.log.exported", Signal.LOGS,
            "otel.sdk.exporter.metric_data_point.exported", Signal.METRICS));

    /** Names of gRPC status codes (gRPC, "Status codes and their use in gRPC"), without underscores. */
    private static final Set<String> GRPC_STATUS_NAMES = Set.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALIDARGUMENT",
            "DEADLINEEXCEEDED",
            "NOTFOUND",
            "ALREADYEXISTS",
            "PERMISSIONDENIED",
            "RESOURCEEXHAUSTED",
            "FAILEDPRECONDITION",
            "ABORTED",
            "OUTOFRANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATALOSS",
            "UNAUTHENTICATED");

    private static final String REJECTED = "rejected";
    private static final int MAX_STATUS_DIGITS = 3;

    /** What says more than this counts no records. */
    private static final long MAX_RECORDS = 1_000_000_000_000L;

    private SdkCounters() {}

    /** The names of the metrics that count records of a signal, or of any. */
    static List<String> names(Optional<Signal> signal) {
        return SIGNALS.entrySet().stream()
                .filter(entry -> signal.isEmpty() || signal.get() == entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Empty when the counter counts no lost records. */
    static Optional<Losses.Reported> loss(CounterIncrease counter) {
        Series series = counter.series();
        Signal signal = SIGNALS.get(series.metric().name());
        long records = Math.round(counter.increase());
        if (signal == null || records <= 0 || records > MAX_RECORDS) {
            return Optional.empty();
        }
        return errorType(series.attributes())
                .filter(errorType -> !isAnswerOfServer(errorType))
                .map(errorType ->
                        new Losses.Reported(Component.of(series.resource().attributes()), signal, errorType, records));
    }

    private static Optional<String> errorType(List<KeyValue> attributes) {
        return attributes.stream()
                .filter(attribute -> attribute.key().equals(SemanticAttributes.ERROR_TYPE))
                .map(KeyValue::value)
                .filter(value -> value.kind() != AnyValue.Kind.EMPTY)
                .map(RowTexts::of)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** @param errorType not empty */
    static boolean isAnswerOfServer(String errorType) {
        boolean isNumber =
                errorType.length() <= MAX_STATUS_DIGITS && errorType.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber
                || errorType.equals(REJECTED)
                || Character.isUpperCase(errorType.charAt(0))
                        && GRPC_STATUS_NAMES.contains(errorType.replace("_", "").toUpperCase(Locale.ROOT));
    }
}
