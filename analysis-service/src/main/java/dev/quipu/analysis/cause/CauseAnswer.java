package dev.quipu.analysis.cause;

import dev.quipu.model.query.Field;
import dev.quipu.model.query.Literal;
import dev.quipu.model.query.Operator;
import dev.quipu.model.query.RecordFilter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What may have caused an incident. */
@Schema(name = "Causes", description = "What may have caused an incident, with the evidence.")
public record CauseAnswer(
        @Schema(description = "The incident's time.") Period incident,

        @Schema(description = "What it was compared with: as long, and free of other incidents.")
        List<Period> baselines,

        @Schema(description = "The likeliest first; none when nothing stands out.")
        List<CauseLine> causes,

        @Schema(description = "Spans that were read.", examples = "48210")
        long spans,

        @Schema(description = "Log records that were read.", examples = "31022")
        long logs,

        @Schema(description = "Series of metrics that were read.", examples = "82")
        int series,

        @Schema(description = "Whether there was more than one answer may read.", examples = "false")
        boolean truncated) {

    public CauseAnswer {
        baselines = List.copyOf(baselines);
        causes = List.copyOf(causes);
    }

    /** What was read for an answer. @param truncated whether there was more */
    record Read(long spans, long logs, int series, boolean truncated) {}

    /** From, included, to, not included. */
    @Schema(name = "CausePeriod", description = "A time, its end not included.")
    public record Period(
            @Schema(description = "Start.", implementation = String.class, format = "date-time")
            Instant from,

            @Schema(description = "End.", implementation = String.class, format = "date-time")
            Instant to) {
        static Period of(TimeRange range) {
            return new Period(
                    Instant.EPOCH.plusNanos(range.fromUnixNano()), Instant.EPOCH.plusNanos(range.toUnixNano()));
        }
    }

    /** A component that may have caused it. */
    @Schema(name = "Cause", description = "A component that may have caused the incident.")
    public record CauseLine(
            @Schema(description = "Its name, behind its namespace where it has one.", examples = "shop/cart")
            String component,

            @Schema(
                    description = "How much it stands out: grows by one whenever the strongest evidence doubles.",
                    examples = "4.2")
            double score,

            @Schema(description = "The score in a word: weak, moderate or strong.", examples = "strong")
            String strength,

            @Schema(
                    description = "What in the component it is: duration, self_time, call_gap, errors, availability,"
                            + " log_template or utilisation.",
                    examples = "utilisation")
            String kind,

            @Schema(
                    description =
                            "Of what: a span name, a caller, a log template behind the name of its span, a metric.",
                    examples = "process.cpu.utilization")
            String detail,

            @Schema(description = "What stands out, the most telling first.")
            List<Evidence> evidence) {
        public CauseLine {
            evidence = List.copyOf(evidence);
        }
    }

    /** A figure that stands out. */
    @Schema(name = "CauseEvidence", description = "A figure of the component, and what it usually is.")
    public record Evidence(
            @Schema(description = "As of the cause.", examples = "duration")
            String kind,

            @Schema(description = "As of the cause.", examples = "GET /cart")
            String detail,

            @Schema(description = "The figure in the incident; times in nanoseconds.", examples = "230000000.0")
            double value,

            @Schema(description = "Its median in the baselines.", examples = "21000000.0")
            double usual,

            @Schema(
                    description = "How far it is from the usual, in what is an ordinary distance to it.",
                    examples = "31.5")
            double deviation,

            @Schema(description = "Spans, calls, records or points that it was made of.", examples = "412")
            long samples,

            @Schema(description = "In a sentence.", examples = "GET /cart took 230 ms where 21 ms is usual")
            String text,

            @Schema(
                    description = "The search for the spans or log records that it was made of, in the incident's time;"
                            + " for all log records of the component where their templates are not kept yet, or"
                            + " there are 1,000 of them and more. Empty for metrics.",
                    examples = "service = \"cart\" && name = \"GET /cart\"")
            String search) {}

    static CauseAnswer of(CauseQuery query, List<Cause> causes, EvidenceTemplates.Found templates, Read read) {
        return new CauseAnswer(
                Period.of(query.incident()),
                query.baselines().stream().map(Period::of).toList(),
                causes.stream().map(cause -> line(cause, templates)).toList(),
                read.spans(),
                read.logs(),
                read.series(),
                read.truncated());
    }

    private static CauseLine line(Cause cause, EvidenceTemplates.Found templates) {
        return new CauseLine(
                cause.component(),
                cause.score(),
                cause.strength().name().toLowerCase(Locale.ROOT),
                word(cause.inner().kind()),
                cause.inner().detail(),
                cause.evidence().stream()
                        .map(deviation -> evidence(deviation, templates))
                        .toList());
    }

    private static Evidence evidence(Deviation deviation, EvidenceTemplates.Found templates) {
        Indicator indicator = deviation.indicator();
        return new Evidence(
                word(indicator.kind()),
                indicator.detail(),
                indicator.value(),
                deviation.median(),
                deviation.size(),
                indicator.samples(),
                EvidenceText.of(deviation),
                indicator.isMetric() ? "" : search(indicator, templates));
    }

    private static String word(IndicatorKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String search(Indicator indicator, EvidenceTemplates.Found templates) {
        RecordFilter service = component(indicator.component());
        return switch (indicator.kind()) {
            case DURATION, DURATION_TAIL, SELF_TIME ->
                RecordFilter.and(List.of(service, is(Field.Intrinsic.NAME, indicator.detail())))
                        .toString();
            case ERRORS ->
                RecordFilter.and(List.of(
                                service,
                                is(Field.Intrinsic.NAME, indicator.detail()),
                                is(Field.Intrinsic.STATUS, "error")))
                        .toString();
            case LOG_TEMPLATE, LOG_SHARE ->
                logs(service, templates.of(indicator)).toString();
            case CALL_GAP, REQUEST_RATE -> service.toString();
            case AVAILABILITY, UTILISATION -> "";
        };
    }

    private static RecordFilter logs(RecordFilter service, Set<Integer> templates) {
        List<RecordFilter> each = templates.stream()
                .<RecordFilter>map(
                        id -> new RecordFilter.Compare(Field.Intrinsic.TEMPLATE, Operator.EQUAL, new Literal.Int(id)))
                .toList();
        return each.isEmpty() ? service : RecordFilter.and(List.of(service, RecordFilter.or(each)));
    }

    /** A name that holds a slash itself, without a namespace, is found by neither part. */
    static RecordFilter component(String qualified) {
        int slash = qualified.indexOf('/');
        RecordFilter service = is(Field.Intrinsic.SERVICE, qualified.substring(slash + 1));
        return slash < 0
                ? service
                : RecordFilter.and(List.of(is(Field.Intrinsic.NAMESPACE, qualified.substring(0, slash)), service));
    }

    private static RecordFilter is(Field.Intrinsic field, String value) {
        return new RecordFilter.Compare(field, Operator.EQUAL, new Literal.Text(value));
    }
}
