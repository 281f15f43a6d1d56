package dev.quipu.analysis.incident;

import dev.quipu.analysis.cause.CauseAnswer;
import dev.quipu.analysis.cause.CauseAnswer.CauseLine;
import dev.quipu.analysis.cause.CauseQuery;
import dev.quipu.analysis.cause.CauseReader;
import dev.quipu.analysis.cause.IndicatorKind.Family;
import dev.quipu.analysis.cause.TimeRange;
import dev.quipu.analysis.contrast.ContrastAnswer;
import dev.quipu.analysis.contrast.ContrastQuery;
import dev.quipu.analysis.contrast.ContrastReader;
import dev.quipu.analysis.incident.IncidentDocument.IncidentCause;
import dev.quipu.analysis.read.Page;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.Signal;
import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks for the causes of symptoms: in their first minutes, held against windows as long just before them. Whatever else
 * was wrong then is part of what is usual. Where little was recorded before, less of the incident is looked at.
 */
@ApplicationScoped
public class IncidentCauses {

    /** Read of the beginning of an incident. */
    static final long MAX_SECONDS = 300;

    /** Less tells too little. */
    static final long MIN_SECONDS = 120;

    private static final int MAX_BASELINES = 12;

    /** Symptoms may begin before they are noticed. */
    static final long GUARD_SECONDS = 60;

    private static final int MAX_ATTRIBUTES = 5;
    private static final int MAX_FINDINGS = 30;

    /** How conditions begin that say no more than that a span is an error. */
    private static final List<String> RESTATING = List.of(
            "status",
            "span.error.type",
            "span.exception",
            "span.http.response.status_code",
            "span.http.status_code",
            "span.rpc.grpc.status_code");

    /** Of the shares of a value among the bad spans and among the others. */
    private static final double LEAST_DIFFERENCE = 0.3;

    /** Spans of so many times the usual are slow, and calls that took most of that are why. */
    private static final double SLOW_TIMES = 2;

    private static final String ERRORS = "errors";

    /** What evidence of spans is of. */
    private static final Set<String> SPAN_KINDS = Set.of(ERRORS, "duration", "duration_tail", "self_time");

    private final CauseReader causes;
    private final ContrastReader contrasts;

    IncidentCauses(CauseReader causes, ContrastReader contrasts) {
        this.causes = causes;
        this.contrasts = contrasts;
    }

    /**
     * What is looked at.
     *
     * @param fromUnixSeconds start of the incident
     * @param toUnixSeconds as far as it is looked at
     * @param foremost where it was noticed
     */
    record Asked(long fromUnixSeconds, long toUnixSeconds, Symptom foremost) {}

    /** The document with the causes; as it is when there is nothing to compare with. */
    Uni<IncidentDocument> add(String tenant, IncidentDocument document, Asked asked, ServedMinutes minutes) {
        List<TimeRange> baselines = baselines(asked, minutes);
        if (baselines.isEmpty()) {
            return Uni.createFrom().item(document);
        }
        TimeRange incident = range(asked.fromUnixSeconds(), asked.toUnixSeconds());
        Family family = switch (asked.foremost().kind()) {
            case ERRORS, LOGS -> Family.ERROR;
            case LATENCY -> Family.TIME;
        };
        CauseQuery query = new CauseQuery(
                incident,
                baselines,
                Optional.of(
                        new dev.quipu.analysis.cause.Symptom(asked.foremost().component(), family)));
        return causes.read(tenant, query)
                .chain(answer ->
                        attributes(tenant, answer, incident).map(attributes -> with(document, answer, attributes)));
    }

    private static List<TimeRange> baselines(Asked asked, ServedMinutes minutes) {
        long length = asked.toUnixSeconds() - asked.fromUnixSeconds();
        List<TimeRange> baselines = new ArrayList<>();
        for (int i = 1; i <= MAX_BASELINES; i++) {
            long from = asked.fromUnixSeconds() - GUARD_SECONDS - i * length;
            if (from > 0 && minutes.anyWithin(from, from + length)) {
                baselines.add(range(from, from + length));
            }
        }
        return baselines;
    }

    private static TimeRange range(long fromUnixSeconds, long toUnixSeconds) {
        return new TimeRange(TimeUnit.SECONDS.toNanos(fromUnixSeconds), TimeUnit.SECONDS.toNanos(toUnixSeconds));
    }

    private static IncidentDocument with(
            IncidentDocument document, CauseAnswer answer, List<ContrastAnswer.Finding> attributes) {
        List<IncidentCause> found = new ArrayList<>();
        for (CauseLine line : answer.causes()) {
            found.add(new IncidentCause(line, found.isEmpty() ? attributes : List.of()));
        }
        return new IncidentDocument(document.symptoms(), found, Optional.of(answer.incident()), answer.truncated());
    }

    /** What tells the bad spans of the likeliest cause from its others: by the first question that tells anything. */
    private Uni<List<ContrastAnswer.Finding>> attributes(String tenant, CauseAnswer answer, TimeRange incident) {
        Window window = new Window(incident.fromUnixNano(), incident.toUnixNano());
        return Multi.createFrom()
                .iterable(answer.causes().stream()
                        .limit(1)
                        .flatMap(line -> queries(line, window).stream())
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(
                        query -> contrasts.read(tenant, query).map(IncidentCauses::telling))
                .filter(findings -> !findings.isEmpty())
                .collect()
                .first()
                .map(findings -> findings == null ? List.of() : findings);
    }

    private static List<ContrastAnswer.Finding> telling(ContrastAnswer contrast) {
        return contrast.findings().stream()
                .filter(finding -> finding.difference() >= LEAST_DIFFERENCE)
                .filter(finding -> finding.conditions().stream().noneMatch(IncidentCauses::restates))
                .limit(MAX_ATTRIBUTES)
                .toList();
    }

    /** Whether it says only that a span is an error. */
    private static boolean restates(String condition) {
        return RESTATING.stream().anyMatch(condition::startsWith);
    }

    /** None when what is wrong is not seen in spans. Of slow spans, what they waited for comes first. */
    private static List<ContrastQuery> queries(CauseLine line, Window window) {
        return line.evidence().stream()
                .filter(IncidentCauses::isOfSpans)
                .findFirst()
                .map(evidence -> queries(line, evidence, window))
                .orElse(List.of());
    }

    /** Durations are told by metrics too, which no search finds. */
    private static boolean isOfSpans(CauseAnswer.Evidence evidence) {
        return SPAN_KINDS.contains(evidence.kind()) && !evidence.search().isEmpty();
    }

    private static List<ContrastQuery> queries(CauseLine line, CauseAnswer.Evidence evidence, Window window) {
        RecordFilter named = spans(line, SymptomText.is(Field.Intrinsic.NAME, evidence.detail()));
        if (evidence.kind().equals(ERRORS)) {
            return List.of(query(named, window, SymptomText.is(Field.Intrinsic.STATUS, "error")));
        }
        RecordFilter calls = spans(line, SymptomText.is(Field.Intrinsic.KIND, "client"));
        return List.of(
                query(calls, window, longerThan(evidence.value() / SLOW_TIMES)),
                query(named, window, longerThan(SLOW_TIMES * evidence.usual())));
    }

    private static RecordFilter spans(CauseLine line, RecordFilter like) {
        List<RecordFilter> parts = new ArrayList<>(SymptomText.of(line.component()));
        parts.add(like);
        return RecordFilter.and(parts);
    }

    private static RecordFilter longerThan(double nanos) {
        return new RecordFilter.Compare(
                Field.Intrinsic.DURATION, Operator.GREATER_OR_EQUAL, new Literal.Duration(Math.round(nanos)));
    }

    private static ContrastQuery query(RecordFilter all, Window window, RecordFilter selected) {
        return new ContrastQuery(Signal.TRACES, all, window, selected, window, new Page(0, MAX_FINDINGS));
    }
}
