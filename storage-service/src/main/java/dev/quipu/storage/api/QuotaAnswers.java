package dev.quipu.storage.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quipu.storage.quota.Quota;
import dev.quipu.storage.quota.QuotaTable;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Quotas as people and collectors see them. */
final class QuotaAnswers {

    private QuotaAnswers() {}

    @Schema(name = "Quota", description = "How much a tenant may hand over and ask.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Limits(
            @Schema(
                    description = "Records in a second; absent: no limit.",
                    examples = "1000",
                    implementation = Long.class)
            Optional<Long> recordsPerSecond,

            @Schema(
                    description = "Bytes as they are stored, of a UTC day; absent: no limit.",
                    examples = "10000000",
                    implementation = Long.class)
            Optional<Long> bytesPerDay,

            @Schema(
                    description = "Series of metrics that each collector takes within a UTC day; absent: no limit.",
                    examples = "100000",
                    implementation = Long.class)
            Optional<Long> seriesPerDay,

            @Schema(
                    description =
                            "Bytes of records, as they are stored, that queries read in a second at each replica, those of a minute"
                                    + " at once; absent: no limit.",
                    examples = "50000000",
                    implementation = Long.class)
            Optional<Long> queryBytesPerSecond) {

        static Limits of(Quota quota) {
            return new Limits(
                    quota.recordsPerSecond(), quota.bytesPerDay(), quota.seriesPerDay(), quota.queryBytesPerSecond());
        }
    }

    @Schema(name = "QuotaChange", description = "How much a tenant is to hand over and ask at most.")
    record Change(
            @Schema(description = "Records in a second, 1 or more; absent: no limit.", examples = "1000") @Nullable
            Long recordsPerSecond,

            @Schema(
                    description = "Bytes as they are stored, of a UTC day, 1 or more; absent: no limit.",
                    examples = "10000000")
            @Nullable
            Long bytesPerDay,

            @Schema(
                    description = "Series of metrics within a UTC day, 1 to 10,000,000; absent: no limit.",
                    examples = "100000")
            @Nullable
            Long seriesPerDay,

            @Schema(
                    description =
                            "Bytes of records, as they are stored, that queries read in a second, 1 or more; absent: no limit.",
                    examples = "50000000")
            @Nullable
            Long queryBytesPerSecond) {

        /**
         * @throws IllegalArgumentException when a limit is none
         */
        Quota of(String tenant) {
            return new Quota(
                    tenant,
                    Optional.ofNullable(recordsPerSecond),
                    Optional.ofNullable(bytesPerDay),
                    Optional.ofNullable(seriesPerDay),
                    Optional.ofNullable(queryBytesPerSecond));
        }
    }

    @Schema(name = "QuotaUse", description = "How much a tenant may hand over, and did.")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OfTenant(
            @Schema(description = "Whose.", examples = "default")
            String tenant,

            @Schema(
                    description = "Records in a second; absent: no limit.",
                    examples = "1000",
                    implementation = Long.class)
            Optional<Long> recordsPerSecond,

            @Schema(
                    description = "Bytes as they are stored, of a UTC day; absent: no limit.",
                    examples = "10000000",
                    implementation = Long.class)
            Optional<Long> bytesPerDay,

            @Schema(
                    description = "Series of metrics that each collector takes within a UTC day; absent: no limit.",
                    examples = "100000",
                    implementation = Long.class)
            Optional<Long> seriesPerDay,

            @Schema(
                    description =
                            "Bytes of records, as they are stored, that queries read in a second at each replica, those of a minute"
                                    + " at once; absent: no limit.",
                    examples = "50000000",
                    implementation = Long.class)
            Optional<Long> queryBytesPerSecond,

            @Schema(
                    description =
                            "Bytes stored of the present UTC day, as of five seconds ago at most; 0 where they are not"
                                    + " limited.",
                    examples = "123")
            long storedBytesToday) {

        static OfTenant of(QuotaTable.Use use) {
            Quota quota = use.quota();
            return new OfTenant(
                    quota.tenant(),
                    quota.recordsPerSecond(),
                    quota.bytesPerDay(),
                    quota.seriesPerDay(),
                    quota.queryBytesPerSecond(),
                    use.storedBytesToday());
        }
    }

    @Schema(name = "Quotas", description = "Quotas of every tenant that has one.")
    record All(@Schema(description = "By tenant.") List<OfTenant> quotas) {
        static All of(List<QuotaTable.Use> uses) {
            return new All(uses.stream().map(OfTenant::of).toList());
        }
    }
}
