package dev.quipu.analysis.contrast;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.analysis.client.FoundContrast;
import dev.quipu.model.query.RecordFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What tells the selected records from the rest. */
@Schema(name = "AttributeExplanation", description = "Which values tell the selected records from the rest.")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ContrastAnswer(
        @Schema(description = "Records that are selected.", examples = "130")
        long selected,

        @Schema(description = "All others that were looked at.", examples = "99870")
        long rest,

        @Schema(description = "Values and pairs of values that were tested.", examples = "412")
        int tested,

        @Schema(
                description = "Of what is told at most this share is expected to differ by chance only, records being"
                        + " taken for independent of each other.",
                examples = "0.01")
        double falseDiscoveryRate,

        @Schema(description = "Findings on all pages.", examples = "7")
        int findingCount,

        @Schema(description = "Those that tell the two apart best first.")
        List<Finding> findings,

        @Schema(description = "Fields with so many values that not all were tested.", examples = "[\"span.user.id\"]")
        List<String> notAllTested,

        @Schema(description = "Pass it as cursor for the next page; empty on the last one.", examples = "100")
        String nextCursor,

        @Schema(
                description = "Everything acknowledged before this was looked at.",
                implementation = String.class,
                format = "date-time")
        Optional<Instant> watermark) {

    public ContrastAnswer {
        findings = List.copyOf(findings);
        notAllTested = List.copyOf(notAllTested);
    }

    /** A value, or two. */
    @Schema(name = "TellingValue", description = "A value, or two of different fields, that tell.")
    public record Finding(
            @Schema(
                    description = "What its records are like, as a search says it; of a pair two.",
                    examples = "[\"resource.host.name = \\\"node-7\\\"\"]")
            List<String> conditions,

            @Schema(description = "Selected records that are so.", examples = "128")
            long selected,

            @Schema(description = "Other records that are so.", examples = "210")
            long rest,

            @Schema(description = "Share of the selected records that are so.", examples = "0.985")
            double selectedShare,

            @Schema(description = "Share of the others that are so.", examples = "0.002")
            double restShare,

            @Schema(
                    description = "The one share less the other: 1 when exactly the selected ones are so, below 0 when"
                            + " they are it less often.",
                    examples = "0.983")
            double difference,

            @Schema(description = "Probability of a difference as large by chance.", examples = "1.2E-40")
            double probability,

            @Schema(
                    description = "The search for all records that are so among those that were looked at.",
                    examples = "kind = server && resource.host.name = \"node-7\"")
            String search) {
        public Finding {
            conditions = List.copyOf(conditions);
        }
    }

    static ContrastAnswer of(ContrastQuery query, FoundContrast contrast) {
        List<Telling.Finding> telling = Telling.of(contrast);
        List<Telling.Finding> shown = query.page().of(telling);
        return new ContrastAnswer(
                contrast.total().selected(),
                contrast.total().rest(),
                contrast.tested(),
                Telling.FALSE_DISCOVERY_RATE,
                telling.size(),
                shown.stream()
                        .map(finding -> finding(query, contrast.total(), finding))
                        .toList(),
                contrast.cut(),
                query.page().nextCursor(telling.size()),
                contrast.watermark());
    }

    private static Finding finding(ContrastQuery query, FoundContrast.Sides total, Telling.Finding finding) {
        return new Finding(
                finding.conditions(),
                finding.selected(),
                finding.rest(),
                share(finding.selected(), total.selected()),
                share(finding.rest(), total.rest()),
                finding.difference(),
                finding.probability(),
                search(query, finding));
    }

    private static String search(ContrastQuery query, Telling.Finding finding) {
        List<RecordFilter> parts = new ArrayList<>();
        if (!query.filter().equals(RecordFilter.ALL)) {
            parts.add(query.filter());
        }
        finding.conditions().forEach(condition -> parts.add(RecordFilter.parse(query.signal(), condition)));
        return RecordFilter.and(parts).toString();
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
