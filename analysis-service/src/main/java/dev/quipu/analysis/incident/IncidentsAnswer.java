package dev.quipu.analysis.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.analysis.cause.CauseAnswer;
import dev.quipu.analysis.incident.IncidentDocument.IncidentCause;
import dev.quipu.analysis.incident.IncidentDocument.SymptomLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Incidents, and why. */
@Schema(name = "Incidents", description = "One page of incidents.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record IncidentsAnswer(
        @Schema(description = "Those that began last first.")
        List<Incident> incidents,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this is analysed, and looked at a little later; absent"
                        + " when nothing was analysed yet.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark) {

    public IncidentsAnswer {
        incidents = List.copyOf(incidents);
    }

    /** What went wrong together, since when, and why. */
    @Schema(name = "Incident", description = "What went wrong together, since when, and why.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Incident(
            @Schema(
                    description = "Its id.",
                    implementation = String.class,
                    format = "uuid",
                    examples = "5f0c5b6e-92f5-3f3e-8000-000000000001")
            UUID id,

            @Schema(description = "open or closed.", examples = "open")
            String state,

            @Schema(description = "When it began.", implementation = String.class, format = "date-time")
            Instant startedAt,

            @Schema(
                    description = "When it ended; absent while it is open.",
                    implementation = String.class,
                    format = "date-time")
            Optional<Instant> endedAt,

            @Schema(description = "The earliest first.") List<SymptomLine> symptoms,

            @Schema(
                    description = "The likeliest first; none while it is too short to tell, when there is nothing to"
                            + " compare it with, and when nothing stands out.")
            List<IncidentCause> causes,

            @Schema(
                    description = "The time of it in which causes were looked for; absent when they were not yet.",
                    implementation = CauseAnswer.Period.class)
            Optional<CauseAnswer.Period> causesPeriod,

            @Schema(description = "Whether more was recorded in that time than was read.", examples = "false")
            boolean truncated) {

        public Incident {
            symptoms = List.copyOf(symptoms);
            causes = List.copyOf(causes);
        }

        static Incident of(KnownIncident known) {
            IncidentDocument document = known.document();
            return new Incident(
                    known.kept().id(),
                    known.isOpen() ? "open" : "closed",
                    known.kept().startedAt(),
                    known.kept().endedAt(),
                    document.symptoms(),
                    document.causes(),
                    document.causesPeriod(),
                    document.truncated());
        }
    }
}
