package dev.quipu.analysis.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.analysis.cause.CauseAnswer;
import dev.quipu.analysis.contrast.ContrastAnswer;
import dev.quipu.analysis.incident.Symptom.Kind;
import dev.quipu.analysis.incident.Symptom.Served;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is known of an incident, as it is kept. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record IncidentDocument(
        List<SymptomLine> symptoms,
        List<IncidentCause> causes,
        Optional<CauseAnswer.Period> causesPeriod,
        boolean truncated) {

    IncidentDocument {
        symptoms = List.copyOf(symptoms);
        causes = List.copyOf(causes);
    }

    /** Of symptoms whose causes were not looked for. */
    static IncidentDocument of(List<Symptom> symptoms) {
        return new IncidentDocument(
                symptoms.stream().map(SymptomLine::of).toList(), List.of(), Optional.empty(), false);
    }

    /** With the causes of another one. */
    IncidentDocument withCausesOf(IncidentDocument other) {
        return new IncidentDocument(symptoms, other.causes, other.causesPeriod, other.truncated);
    }

    /** A component that served worse, or wrote worse news, than before. */
    @Schema(name = "IncidentSymptom", description = "A component that served worse, or wrote worse news, than before.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record SymptomLine(
            @Schema(description = "Its name, behind its namespace where it has one.", examples = "shop/checkout")
            String component,

            @Schema(
                    description =
                            "`errors`: more spans were errors; `latency`: more took longer than was usual; `logs`:"
                                    + " more log records were errors.",
                    examples = "latency")
            String kind,

            @Schema(description = "Start of the first minute.", implementation = String.class, format = "date-time")
            Instant since,

            @Schema(
                    description = "End of the last minute; absent while it goes on.",
                    implementation = String.class,
                    format = "date-time")
            Optional<Instant> until,

            @Schema(description = "Spans, or log records, in the minutes before, up to an hour.", examples = "1250")
            long usualSpans,

            @Schema(description = "Of them errors, or slow.", examples = "12")
            long usualBad,

            @Schema(description = "Spans, or log records, in its first minutes, up to ten.", examples = "420")
            long spans,

            @Schema(description = "Of them errors, or slow.", examples = "105")
            long bad,

            @Schema(
                    description = "From this duration on a span is slow; of latency only.",
                    implementation = Double.class,
                    examples = "420000000.0")
            Optional<Double> slowNanos,

            @Schema(
                    description = "Zeros in the probability of so large a difference by chance, when it was noticed.",
                    examples = "9.2")
            double evidence,

            @Schema(
                    description = "In a sentence.",
                    examples = "25 % of 420 spans took 420 ms or longer where 1 % is usual")
            String text,

            @Schema(
                    description = "The search for the bad spans, or log records, in the time of the symptom.",
                    examples = "service = \"checkout\" && kind = server && duration >= 420000000ns")
            String search) {

        static SymptomLine of(Symptom symptom) {
            return new SymptomLine(
                    symptom.component(),
                    symptom.kind().name().toLowerCase(Locale.ROOT),
                    Instant.ofEpochSecond(symptom.sinceUnixSeconds()),
                    symptom.untilUnixSeconds().map(Instant::ofEpochSecond),
                    symptom.usual().spans(),
                    symptom.usual().bad(),
                    symptom.served().spans(),
                    symptom.served().bad(),
                    symptom.kind() == Kind.LATENCY ? Optional.of(symptom.thresholdNanos()) : Optional.empty(),
                    symptom.evidence(),
                    SymptomText.of(symptom),
                    SymptomText.search(symptom));
        }

        Symptom symptom() {
            return new Symptom(
                    component,
                    Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    since.getEpochSecond(),
                    until.map(Instant::getEpochSecond),
                    new Served(usualSpans, usualBad),
                    new Served(spans, bad),
                    slowNanos.orElse(0.0),
                    evidence);
        }
    }

    /** A component that may have caused it, and what in it. */
    @Schema(name = "IncidentCause", description = "A component that may have caused the incident, and what in it.")
    public record IncidentCause(
            @Schema(description = "The component, with the evidence.")
            CauseAnswer.CauseLine cause,

            @Schema(
                    description = "Attribute values that tell its bad spans from the others, the most telling first; of"
                            + " the likeliest cause only.")
            List<ContrastAnswer.Finding> attributes) {
        public IncidentCause {
            attributes = List.copyOf(attributes);
        }
    }
}
