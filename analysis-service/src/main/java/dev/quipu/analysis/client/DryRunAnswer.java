package dev.quipu.analysis.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What redaction rules would change, as a collector says it. */
@Schema(description = "What redaction rules would change.")
public record DryRunAnswer(
        @Schema(description = "Of every rule that found something.") @JsonProperty(required = true)
        List<Count> counts,

        @Schema(description = "How many values would change.", examples = "1") @JsonProperty(required = true)
        int total,

        @Schema(description = "Whether something is left out of the changes.") @JsonProperty(required = true)
        boolean truncated,

        @Schema(description = "The first of them.") @JsonProperty(required = true)
        List<Change> changes) {

    public DryRunAnswer {
        counts = List.copyOf(counts);
        changes = List.copyOf(changes);
    }

    /** How often a rule found something. */
    @Schema(name = "DryRunCount", description = "How often a rule found something.")
    public record Count(
            @Schema(description = "Its name.", examples = "card numbers")
            String rule,

            @Schema(description = "drop, mask, hash or truncate.", examples = "mask")
            String action,

            @Schema(description = "How often.", examples = "1")
            long found) {}

    /** One value that would change. */
    @Schema(name = "DryRunChange", description = "One value that would change.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Change(
            @Schema(
                    description = "Its place among the texts that were given; absent for records.",
                    implementation = Integer.class,
                    examples = "0")
            Optional<Integer> text,

            @Schema(
                    description = "Where in a record it is: attributes, events, body, span-name or status-message.",
                    examples = "attributes")
            Optional<String> place,

            @Schema(description = "The keys that lead to it.", examples = "[\"user.email\"]")
            Optional<List<String>> keys,

            @Schema(description = "The value as it came.", examples = "to anna@example.com")
            String before,

            @Schema(description = "As it would be kept; absent when it would not.", examples = "to ****")
            Optional<String> after,

            @Schema(description = "The names of the rules that change it.", examples = "[\"mail\"]")
            List<String> rules) {
        public Change {
            rules = List.copyOf(rules);
        }
    }
}
