package dev.quipu.storage.quarantine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.Segment;
import dev.quipu.model.segment.SegmentParcel;
import dev.quipu.storage.fixture.Concurrently;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class QuarantineIT {

    private final String tenant = "t" + UUID.randomUUID();
    private final SpanFixture fixture = new SpanFixture(71);

    private RecordRequest request(int spans) {
        return Frames.request(tenant, fixture.spans(spans, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
    }

    private SegmentParcel parcel(RecordRequest... requests) {
        return Frames.parcel(Frames.newId(), tenant, List.of(requests));
    }

    private static ValidatableResponse keep(SegmentParcel parcel) {
        return given().contentType(SegmentParcel.MEDIA_TYPE)
                .queryParam("reason", "unstorable")
                .body(parcel.toBytes())
                .post("/v1/quarantine")
                .then();
    }

    private ValidatableResponse retry(SegmentParcel parcel) {
        return given().header("Quipu-Tenant", tenant)
                .post("/v1/quarantine/" + parcel.id() + "/retry")
                .then();
    }

    private static ValidatableResponse post(SegmentParcel parcel) {
        return given().contentType(Segment.MEDIA_TYPE)
                .body(parcel.framed())
                .post("/v1/segments")
                .then();
    }

    private SegmentParcel damaged(SegmentParcel parcel) {
        byte[] framed = parcel.framed().clone();
        framed[framed.length / 2] ^= 1;
        return new SegmentParcel(
                parcel.id(), tenant, parcel.signal(), parcel.collectedAtUnixNano(), parcel.owners(), framed);
    }

    private JsonPath ledger() {
        JsonPath ledger =
                given().header("Quipu-Tenant", tenant).get("/v1/ledger").jsonPath();
        assertThat(ledger.getBoolean("identities.holds")).isTrue();
        return ledger;
    }

    private List<String> listed() {
        return given().header("Quipu-Tenant", tenant)
                .get("/v1/quarantine")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("segments.id");
    }

    @Test
    void aSegmentIsKeptOnceAndCountedAsQuarantined() {
        SegmentParcel parcel = parcel(request(30));
        keep(parcel).statusCode(201);
        keep(parcel).statusCode(200);
        JsonPath ledger = ledger();
        assertThat(ledger.getInt("identities.quarantined.unstorable")).isEqualTo(30);
        assertThat(ledger.getInt("identities.collected")).isEqualTo(30);
        assertThat(ledger.getInt("identities.stored")).isZero();
        byte[] framed = given().header("Quipu-Tenant", tenant)
                .get("/v1/quarantine/" + parcel.id())
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(framed).isEqualTo(parcel.framed());
    }

    @Test
    void aStoredSegmentIsNotKept() {
        SegmentParcel parcel = parcel(request(30));
        post(parcel).statusCode(201);
        keep(parcel).statusCode(200);
        assertThat(listed()).isEmpty();
    }

    @Test
    void itLeavesWhenItIsStored() {
        SegmentParcel parcel = parcel(request(30), request(10));
        keep(parcel).statusCode(201);
        retry(parcel)
                .statusCode(200)
                .body("segmentId", is(parcel.id().toString()))
                .body("records", is(40));
        retry(parcel).statusCode(404);
        assertThat(listed()).isEmpty();
        assertThat(ledger().getMap("identities.quarantined")).isEmpty();
        assertThat(ledger().getInt("identities.live")).isEqualTo(40);
        keep(parcel).statusCode(200);
        post(parcel).statusCode(200);
        assertThat(ledger().getInt("identities.collected")).isEqualTo(40);
    }

    @Test
    void requestsThatAreStoredAlreadyAreLeftOut() {
        RecordRequest stored = request(30);
        SegmentParcel parcel = parcel(stored, request(10));
        keep(parcel).statusCode(201);
        post(parcel(stored)).statusCode(201);
        retry(parcel).statusCode(200).body("records", is(10));
        assertThat(ledger().getInt("identities.live")).isEqualTo(40);
        assertThat(ledger().getInt("identities.duplicate")).isEqualTo(30);
        assertThat(listed()).isEmpty();
    }

    @Test
    void aSegmentWhoseRequestsAreAllStoredLeavesWithoutRecords() {
        RecordRequest stored = request(30);
        SegmentParcel parcel = parcel(stored);
        keep(parcel).statusCode(201);
        post(parcel(stored)).statusCode(201);
        retry(parcel).statusCode(200).body("records", is(0));
        assertThat(ledger().getInt("identities.live")).isEqualTo(30);
        assertThat(listed()).isEmpty();
    }

    @Test
    void retriesAtOnceStoreItOnce() {
        SegmentParcel parcel = parcel(request(30));
        keep(parcel).statusCode(201);
        List<Integer> statuses = Concurrently.run(
                4,
                i -> given().header("Quipu-Tenant", tenant)
                        .post("/v1/quarantine/" + parcel.id() + "/retry")
                        .statusCode());
        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 404);
        assertThat(ledger().getInt("identities.live")).isEqualTo(30);
    }

    @Test
    void aDamagedSegmentStaysAndSaysWhy() {
        SegmentParcel parcel = damaged(parcel(request(30)));
        post(parcel).statusCode(400);
        keep(parcel).statusCode(201);
        retry(parcel).statusCode(409).body("detail", containsString("expected"));
        given().header("Quipu-Tenant", tenant)
                .get("/v1/quarantine")
                .then()
                .body("segments[0].attempts", is(1))
                .body("segments[0].lastError", containsString("expected"))
                .body("segments[0].reason", is("unstorable"))
                .body("segments[0].records", is(30));
        assertThat(ledger().getInt("identities.quarantined.unstorable")).isEqualTo(30);
    }

    @Test
    void whatIsDiscardedIsCountedAsRejected() {
        SegmentParcel parcel = damaged(parcel(request(30)));
        keep(parcel).statusCode(201);
        String path = "/v1/quarantine/" + parcel.id();
        given().header("Quipu-Tenant", "somebody-else").delete(path).then().statusCode(404);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(204);
        given().header("Quipu-Tenant", tenant).delete(path).then().statusCode(404);
        assertThat(ledger().getInt("identities.rejected.quarantine_discarded")).isEqualTo(30);
        assertThat(ledger().getInt("identities.offered")).isEqualTo(30);
        assertThat(ledger().getInt("identities.collected")).isZero();
        keep(parcel).statusCode(200);
        assertThat(listed()).isEmpty();
    }

    @Test
    void aListIsPagedWithoutGapsAndRepeats() {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SegmentParcel parcel = parcel(request(1));
            keep(parcel).statusCode(201);
            kept.add(parcel.id().toString());
        }
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            var request = given().header("Quipu-Tenant", tenant).queryParam("limit", 2);
            JsonPath page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/quarantine")
                    .jsonPath();
            seen.addAll(page.getList("segments.id"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void saysWhatIsWrong() {
        given().contentType(SegmentParcel.MEDIA_TYPE)
                .queryParam("reason", "x")
                .body(new byte[] {9, 9, 9})
                .post("/v1/quarantine")
                .then()
                .statusCode(400)
                .body("detail", containsString("expected"));
        given().contentType(SegmentParcel.MEDIA_TYPE)
                .body(parcel(request(1)).toBytes())
                .post("/v1/quarantine")
                .then()
                .statusCode(400)
                .body("detail", containsString("reason: expected"));
    }
}
