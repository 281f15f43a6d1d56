package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.model.Signal;
import dev.quipu.storage.spools.Spool;
import dev.quipu.storage.spools.Spools;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What collectors hold, as they say it and as it is listed. */
final class SpoolAnswers {

    private SpoolAnswers() {}

    @Schema(name = "SpoolReport", description = "All that a collector holds durably and has not handed over.")
    record Report(
            @Schema(
                    description = "Where the collector answers GET /v1/fate/{traceId} and GET /v1/spool.",
                    examples = "http://collector-0:4318")
            @Nullable
            String url,

            @Schema(description = "One of each tenant and signal; none when it holds nothing.") @Nullable
            List<ReportedHolding> holdings) {
        Spool of(String collector) {
            return new Spool(
                    collector,
                    Optional.ofNullable(url).map(URI::create),
                    Required.field("holdings", holdings).stream()
                            .map(ReportedHolding::of)
                            .toList());
        }
    }

    @Schema(name = "SpoolReportHolding", description = "Segments of one tenant and signal that a collector holds.")
    record ReportedHolding(
            @Schema(description = "Whose records they are.", examples = "default") @Nullable
            String tenant,

            @Schema(description = "traces, logs or metrics.", examples = "traces") @Nullable
            String signal,

            @Schema(description = "How many segments.", examples = "12")
            long segments,

            @Schema(description = "How many records are in them.", examples = "61440")
            long records,

            @Schema(description = "How large they are.", examples = "2641920")
            long bytes,

            @Schema(description = "When the oldest was collected.", examples = "2026-01-01T00:00:00Z") @Nullable
            OffsetDateTime oldest) {
        Spool.Holding of() {
            return new Spool.Holding(
                    Required.field("tenant", tenant),
                    Signal.ofLabel(Required.field("signal", signal)),
                    segments,
                    records,
                    bytes,
                    Required.field("oldest", oldest).toInstant());
        }
    }

    @Schema(name = "SpoolHolding", description = "Segments of one tenant and signal that a collector holds.")
    record Holding(
            @Schema(description = "Whose records they are.", examples = "default")
            String tenant,

            @Schema(description = "traces, logs or metrics.", examples = "traces")
            String signal,

            @Schema(description = "How many segments.", examples = "12")
            long segments,

            @Schema(description = "How many records are in them.", examples = "61440")
            long records,

            @Schema(description = "How large they are.", examples = "2641920")
            long bytes,

            @Schema(description = "When the oldest was collected.")
            Instant oldest) {
        static Holding of(Spool.Holding holding) {
            return new Holding(
                    holding.tenant(),
                    holding.signal().label(),
                    holding.segments(),
                    holding.records(),
                    holding.bytes(),
                    holding.oldest());
        }
    }

    @Schema(name = "Spool", description = "What one collector holds.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Listed(
            @Schema(description = "The collector.", examples = "collector-0")
            String collector,

            @Schema(description = "Where it answers for what it holds.", examples = "http://collector-0:4318")
            Optional<String> url,

            @Schema(description = "By tenant and signal.") List<Holding> holdings,
            @Schema(description = "When it said so.") Instant reportedAt) {
        static Listed of(Spools.Reported reported) {
            return new Listed(
                    reported.spool().collector(),
                    reported.spool().url().map(URI::toString),
                    reported.spool().holdings().stream().map(Holding::of).toList(),
                    reported.reportedAt());
        }
    }

    @Schema(name = "Spools", description = "Every collector that holds something.")
    record Page(@Schema(description = "By name.") List<Listed> spools) {}
}
