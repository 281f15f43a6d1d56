package dev.quipu.storage.producers;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.Segment;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Sql;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** With a grace time of a second. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class ProducersIT {

    private static final Duration WAIT = Duration.ofSeconds(20);

    @Inject
    Sql sql;

    private final String tenant = "t" + UUID.randomUUID();

    private static Map<String, Object> batch(long sequence, long count, long records) {
        return Map.of(
                "producer",
                "cart",
                "epoch",
                "1",
                "signal",
                "traces",
                "sequence",
                sequence,
                "count",
                count,
                "records",
                records);
    }

    private void tell(List<Map<String, Object>> batches) {
        given().header("Quipu-Tenant", tenant)
                .contentType("application/json")
                .body(Map.of("batches", batches))
                .post("/v1/producers")
                .then()
                .statusCode(204);
    }

    private JsonPath listed() {
        return given().header("Quipu-Tenant", tenant)
                .get("/v1/producers")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath ledger() {
        return given().header("Quipu-Tenant", tenant)
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void aBatchCountsOnceInAnyOrder() {
        List<Map<String, Object>> batches = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            batches.add(batch(i, 10L * i, 10));
        }
        Concurrently.run(4, client -> {
            List<Map<String, Object>> shuffled = new ArrayList<>(batches);
            Collections.shuffle(shuffled, new Random(client));
            tell(shuffled.subList(0, 100));
            tell(shuffled.subList(100, 200));
            return true;
        });
        JsonPath listed = listed();
        assertThat(listed.getLong("producers[0].records")).isEqualTo(2000);
        assertThat(listed.getLong("producers[0].sequence")).isEqualTo(200);
        assertThat(listed.getLong("producers[0].missing")).isZero();
        assertThat(listed.getList("producers[0].gaps")).isEmpty();
    }

    @Test
    void theNumbersInASegmentsHeadAreStoredWithItsRecordsAndOnce() {
        RecordRequest plain =
                Frames.request(tenant, new SpanFixture(2).spans(30, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
        RecordRequest numbered = new RecordRequest(
                plain.key(), plain.body(), plain.length(), Optional.of(new RecordRequest.Numbering("cart", 17, 3, 70)));
        byte[] frame = Frames.of(Frames.newId(), tenant, List.of(numbered));
        for (int status : new int[] {201, 200}) {
            given().contentType(Segment.MEDIA_TYPE)
                    .body(frame)
                    .post("/v1/segments")
                    .then()
                    .statusCode(status);
        }
        JsonPath listed = listed();
        assertThat(listed.getString("producers[0].epoch")).isEqualTo("17");
        assertThat(listed.getLong("producers[0].records")).isEqualTo(30);
        assertThat(listed.getLong("producers[0].missing")).isEqualTo(40);
    }

    @Test
    void aCountBelowWhatIsInTheBatchKeepsNoSegmentOut() {
        RecordRequest plain =
                Frames.request(tenant, new SpanFixture(3).spans(30, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
        RecordRequest numbered = new RecordRequest(
                plain.key(), plain.body(), plain.length(), Optional.of(new RecordRequest.Numbering("cart", 17, 1, 2)));
        given().contentType(Segment.MEDIA_TYPE)
                .body(Frames.of(Frames.newId(), tenant, List.of(numbered)))
                .post("/v1/segments")
                .then()
                .statusCode(201);
        assertThat(listed().getLong("producers[0].missing")).isZero();
    }

    @Test
    void whatNeverCameIsMissingAndItsSequencesAreListed() {
        tell(List.of(batch(1, 10, 10), batch(2, 20, 10), batch(6, 70, 10)));
        JsonPath listed = listed();
        assertThat(listed.getLong("producers[0].missing")).isEqualTo(40);
        assertThat(listed.getList("producers[0].gaps", Map.class)).containsExactly(Map.of("from", 3, "to", 5));
    }

    @Test
    void aGapCountsInTheTotalOnceItWasPassedByForTheGraceTime() {
        Stored.post(tenant, new SpanFixture(1).spans(30, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
        tell(List.of(batch(1, 10, 10), batch(3, 40, 10)));
        assertThat(ledger().getLong("identities.total.evidence.measured")).isZero();
        await().atMost(WAIT).until(() -> ledger().getLong("identities.total.evidence.measured") == 20);
        assertThat(ledger().getLong("identities.total.evidence.offered")).isEqualTo(30);
        assertThat(ledger().getLong("identities.total.records")).isEqualTo(50);
        assertThat(ledger().getLong("identities.offered")).isEqualTo(30);
        tell(List.of(batch(2, 30, 20)));
        assertThat(ledger().getLong("identities.total.evidence.measured")).isZero();
    }

    @Test
    void aGapCountsAlsoWhileTheProducerGoesOn() {
        tell(List.of(batch(1, 10, 10), batch(3, 40, 10)));
        long[] sequence = {3};
        await().atMost(WAIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            sequence[0]++;
            tell(List.of(batch(sequence[0], 10 * sequence[0] + 10, 10)));
            return ledger().getLong("identities.total.evidence.measured") == 20;
        });
        tell(List.of(batch(2, 30, 20)));
        assertThat(ledger().getLong("identities.total.evidence.measured")).isZero();
        assertThat(listed().getLong("producers[0].missing")).isZero();
    }

    @Test
    void runsOfSequencesAreBounded() {
        for (int i = 0; i < 3; i++) {
            List<Map<String, Object>> batches = new ArrayList<>();
            for (int j = 0; j < 400; j++) {
                long sequence = 2L * (400 * i + j) + 1;
                batches.add(batch(sequence, sequence, 1));
            }
            tell(batches);
        }
        assertThat(sql.number(
                        "SELECT (SELECT count(*) FROM unnest(seen)) FROM producer_epoch WHERE tenant = $1", tenant))
                .isBetween(500L, 1000L);
        assertThat(listed().getLong("producers[0].missing")).isEqualTo(1199);
    }

    @Test
    void aListIsPagedWithoutGapsAndRepeats() {
        List<Map<String, Object>> batches = new ArrayList<>();
        for (String signal : List.of("traces", "logs")) {
            for (String producer : List.of("a", "b")) {
                batches.add(Map.of(
                        "producer", producer, "epoch", 7, "signal", signal, "sequence", 1, "count", 1, "records", 1));
            }
        }
        tell(batches);
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            var request = given().header("Quipu-Tenant", tenant).queryParam("limit", 3);
            JsonPath page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/producers")
                    .jsonPath();
            page.getList("producers", Map.class)
                    .forEach(one -> seen.add(one.get("signal") + " " + one.get("producer")));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        assertThat(seen).containsExactlyInAnyOrder("traces a", "traces b", "logs a", "logs b");
    }

    @Test
    void saysWhatIsWrong() {
        given().contentType("application/json")
                .body(Map.of("batches", List.of(batch(1, 5, 10))))
                .post("/v1/producers")
                .then()
                .statusCode(400)
                .body("detail", containsString("count: expected"));
        given().contentType("application/json")
                .body("{\"batches\":[]}")
                .post("/v1/producers")
                .then()
                .statusCode(400)
                .body("detail", containsString("batches: expected 1 to"));
    }
}
