package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A tenant's rules, set by the page's door, are at work in the collector a moment later, and for that tenant alone. */
class RedactionIT {

    private static final String CARD = "4111 1111 1111 1111";
    private static final String MAIL = "ada@example.com";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cluster cluster = Cluster.shared();
    private final TenantApi guarded = new TenantApi("redacted-" + UUID.randomUUID());
    private final TenantApi open = new TenantApi("open-" + UUID.randomUUID());

    @Test
    void whatARuleMeansIsNeverStored() {
        assertThat(stored(guarded)).contains(CARD, MAIL);
        Answer added = guarded.post(
                cluster.analysis().url().resolve("/store/v1/redaction-rules"),
                "{\"name\":\"people\",\"detectors\":[\"payment-card\",\"email\"],\"action\":\"mask\"}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(stored(guarded))
                        .contains("pay with ****", "\"****\"")
                        .doesNotContain(CARD, MAIL));
        assertThat(stored(open)).contains(CARD, MAIL);
    }

    @Test
    void aDryRunTellsWhatARuleWouldChangeAndChangesNothing() {
        Answer answer = guarded.post(
                cluster.collector().url().resolve("/v1/redaction/dry-run"),
                "{\"rules\":[{\"name\":\"mail\",\"detectors\":[\"email\"],\"action\":\"mask\"}],\"texts\":[\"write to "
                        + MAIL + "\",\"nothing\"]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("\"after\":\"write to ****\"", "\"total\":1");
        assertThat(stored(guarded)).contains(MAIL);
    }

    /** Sends a span that names somebody in all its parts, and reads its trace. */
    private String stored(TenantApi api) {
        ByteString trace = Requests.randomId(16);
        Span.Builder span = Requests.span("pay with " + CARD, trace)
                .addAttributes(Requests.attribute("user", MAIL))
                .addEvents(Span.Event.newBuilder()
                        .setName("mail to " + MAIL)
                        .addAttributes(Requests.attribute("card", CARD)));
        assertThat(api.export(
                                cluster.collector().url(),
                                Requests.of("till", span).toByteArray())
                        .status())
                .isEqualTo(200);
        URI found = cluster.storage().url().resolve("/v1/traces/" + OtlpSpan.hex(trace));
        return api.get(found).text();
    }
}
