package dev.quipu.analysis.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.analysis.client.Ledger;
import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.model.Component;
import dev.quipu.model.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The account of a window, in all and by group. */
@Schema(description = "What became of the records of a window, in all and by group.")
public record Reconciliation(
        @Schema(
                description = "Start of the window: the first of the whole minutes it is made of.",
                implementation = String.class,
                format = "date-time")
        Instant from,

        @Schema(
                description = "End of the window: the minute after its last.",
                implementation = String.class,
                format = "date-time")
        Instant to,

        @Schema(description = "The tenant whose records they are.", examples = "default")
        String tenant,

        @Schema(description = "The signal asked for; empty for all.", examples = "traces")
        String signal,

        @Schema(description = "The service asked for; empty for all.", examples = "checkout")
        String service,

        @Schema(description = "Whether lost spans were inferred.", examples = "false")
        boolean infer,

        @Schema(
                description = "Everything acknowledged before this is counted.",
                implementation = String.class,
                format = "date-time")
        Instant watermark,

        @Schema(description = "Over all that was asked for.")
        Account total,

        @Schema(description = "One for each group; of a group that nothing is known of there is none.")
        List<Line> lines) {

    public Reconciliation {
        lines = List.copyOf(lines);
    }

    /** The account of one group. */
    @Schema(name = "ReconciliationLine", description = "The account of one group.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            @Schema(
                    description = "The minute of collection; absent when not grouped by it.",
                    implementation = String.class,
                    format = "date-time")
            Optional<Instant> minute,

            @Schema(
                    description = "The signal; absent when not grouped by it.",
                    implementation = String.class,
                    examples = "traces")
            Optional<String> signal,

            @Schema(
                    description =
                            "The component; absent when not grouped by it, and of records of which it is not known,"
                                    + " such as spooled ones.",
                    implementation = ComponentName.class)
            Optional<ComponentName> component,

            @Schema(description = "What became of its records.")
            Account account) {
        static Line of(Ledger.Line line) {
            return new Line(
                    line.minute(), line.signal(), line.component().map(ComponentName::of), Account.of(line.counts()));
        }
    }

    /** The names of a component. */
    @Schema(description = "The names of a component.")
    public record ComponentName(
            @Schema(description = "service.namespace; empty when absent.", examples = "shop")
            String namespace,

            @Schema(description = "service.name.", examples = "cart")
            String name,

            @Schema(description = "service.instance.id; empty when absent.", examples = "cart-7d4b9")
            String instanceId) {
        static ComponentName of(Component component) {
            return new ComponentName(component.namespace(), component.name(), component.instanceId());
        }
    }

    static Reconciliation of(String tenant, LedgerQuery query, Ledger ledger) {
        return new Reconciliation(
                ledger.from(),
                ledger.to(),
                tenant,
                query.signal().map(Signal::label).orElse(""),
                query.service().orElse(""),
                query.infer(),
                ledger.watermark(),
                Account.of(ledger.total()),
                ledger.lines().stream().map(Line::of).toList());
    }
}
