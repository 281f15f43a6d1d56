package dev.quipu.analysis.ledger;

import dev.quipu.analysis.rates.Rate;
import java.util.Optional;

/** What open differences mean, each in one sentence that ends in what can be asked or done next. */
final class Meaning {

    private Meaning() {}

    /**
     * @param inferredNote how exact what is inferred is
     * @throws IllegalArgumentException when there is no such difference
     */
    static String of(Rate.Difference difference, Optional<String> inferredNote) {
        return switch (difference.name()) {
            case "missing_measured" ->
                "Producers that number their batches handed them over and they never came to a door:"
                        + " GET /v1/producers of storage lists whose they are and which batches are missing.";
            case "missing_inferred" ->
                "Other spans name them as parents and they were never seen"
                        + inferredNote.map(note -> " (" + note + ")").orElse("")
                        + ": they were lost, or their service sends nothing here, or they are among the other missing"
                        + " ones already; GET /v1/fate/{traceId} tells what is known of one trace.";
            case "rejected" -> rejected(difference.reason());
            case "sampled_out" ->
                "A sampling policy left them out: change the policy to keep them;"
                        + " GET /v1/fate/{traceId} tells whether a trace was among them.";
            case "refused" -> refused(difference.reason());
            case "spooled" ->
                "Collector " + difference.reason()
                        + " holds them durably, as it last said, and brings them to storage when storage takes them:"
                        + " GET /v1/spools of storage lists what each collector holds.";
            case "quarantined" ->
                "They were acknowledged and could not be stored, and are kept aside: GET /v1/quarantine of storage lists"
                        + " them, POST /v1/quarantine/{id}/retry tries again.";
            case "pending" ->
                "They are stored and analysis has not passed them yet: GET /v1/feed/consumers of storage tells how far"
                        + " it is.";
            case "failed" ->
                "They are stored and analysis could not digest them: GET /v1/feed/consumers/analysis/failures of storage"
                        + " lists them, POST /v1/feed/consumers/analysis/failures/{id}/retry has it tried again.";
            case "expired_before_analysis" ->
                "Retention let them go before analysis had passed them, and they cannot be had back:"
                        + " GET /v1/retention-rules of storage tells how long records are kept.";
            case "erased" ->
                "They were erased on request and are to be gone: GET /v1/fate/{traceId} tells whether a trace was among"
                        + " them.";
            default -> throw new IllegalArgumentException("no meaning is known of " + difference.name());
        };
    }

    private static String rejected(String reason) {
        return isOfQuota(reason)
                ? "They are points of series of metrics that the tenant's quota of the day had no place for, and their"
                        + " senders were told: have fewer series sent, or raise seriesPerDay by PUT /v1/quotas of storage."
                : "They were refused for what they are and their senders were told: mend what sends them;"
                        + " GET /v1/fate/{traceId} tells whether a trace was among them.";
    }

    private static String refused(String reason) {
        return isOfQuota(reason)
                ? "Their tenant's quota was used up and their senders were told to come again, and those that did are"
                        + " counted as collected besides: have less sent, or raise the quota by PUT /v1/quotas of storage."
                : "They were refused for trouble of Quipu and their senders told to come again, and those that did are"
                        + " counted as collected besides: GET /q/health and GET /q/metrics of the collectors show the"
                        + " trouble, GET /v1/fate/{traceId} whether a trace is stored by now.";
    }

    /** Collectors' reasons for what a quota has no room for begin alike. */
    private static boolean isOfQuota(String reason) {
        return reason.startsWith("quota_");
    }

    static String ofReported(String reasons, Optional<String> note) {
        return "SDKs say by their own metrics that they lost them (" + reasons
                + note.map(text -> "; " + text).orElse("")
                + "), so no door saw them: GET /v1/metrics/query of storage shows which, by the metrics otel.sdk.*.";
    }

    static String ofEquation(Equation equation) {
        return "The ledger and what is counted do not agree, the left side less the right is " + equation.difference()
                + ": it is a fault of Quipu, or the two were written at different times and agree in a moment;"
                + " GET /v1/ledger?groupBy=minute,signal,component narrows it down.";
    }
}
