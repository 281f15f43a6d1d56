package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What replicas tell of all records, when no more come. */
final class Settled {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Replicas replicas;
    private final TenantApi admin;

    Settled(Replicas replicas, TenantApi admin) {
        this.replicas = replicas;
        this.admin = admin;
    }

    /**
     * The same whichever replica is asked.
     *
     * @param otherSpans that were acknowledged beside the load, by services of other names
     */
    void assertEveryRecordIsThereOnce(Load load, int otherSpans) {
        List<String> traces =
                load.spans().stream().map(OtlpSpan::traceId).distinct().toList();
        for (ServiceProcess storage : replicas.storages()) {
            assertCounted(storage, "traces", load.spans().size() + otherSpans);
            assertCounted(storage, "logs", load.logs());
            SpanSets.assertSame(new StorageApi(storage.url(), admin).traces(traces), load.spans());
        }
        Map<String, Long> sent =
                load.spans().stream().collect(Collectors.groupingBy(Settled::service, Collectors.counting()));
        replicas.analyses().forEach(analysis -> assertAnalysedOnce(analysis, sent));
    }

    static String service(OtlpSpan span) {
        return span.resource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElseThrow();
    }

    /** As soon as what is spooled has come, and analysis has followed. */
    private void assertCounted(ServiceProcess storage, String signal, long records) {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode counts = admin.json(storage.url().resolve("/v1/ledger?signal=" + signal))
                    .path("identities");
            assertThat(counts.path("stored").asLong())
                    .as(counts.toPrettyString())
                    .isEqualTo(records);
            assertThat(counts.path("collected").asLong())
                    .as(counts.toPrettyString())
                    .isEqualTo(records);
            assertThat(counts.path("pending").asLong(-1))
                    .as(counts.toPrettyString())
                    .isZero();
            assertThat(counts.path("failed")).as(counts.toPrettyString()).isEmpty();
            assertThat(counts.path("holds").asBoolean())
                    .as(counts.toPrettyString())
                    .isTrue();
        });
    }

    private void assertAnalysedOnce(ServiceProcess analysis, Map<String, Long> sent) {
        URI red = analysis.url().resolve("/v1/red?groupBy=component");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode lines = admin.json(red).path("lines");
            sent.forEach((service, spans) -> assertThat(lines)
                    .as(service)
                    .filteredOn(line -> line.path("component").asText().equals(service))
                    .singleElement()
                    .extracting(line -> line.path("total").path("spans").asLong())
                    .isEqualTo(spans));
        });
    }
}
