package dev.quipu.storage.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.quipu.model.Component;
import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class CatalogIT {

    private final String tenant = "t" + UUID.randomUUID();

    private RequestSpecification asTenant() {
        return given().header("Quipu-Tenant", tenant);
    }

    @BeforeEach
    void store() {
        Stored.post(tenant, new SpanFixture(61).spans(300, Frames.nowUnixNano(), Frames.nowUnixNano() + 1000));
    }

    @Test
    void listsServicesAndTheirSpanNames() {
        asTenant().get("/v1/services").then().statusCode(200).body("services", equalTo(SpanFixture.SERVICES));
        asTenant()
                .queryParam("service", "cart")
                .get("/v1/span-names")
                .then()
                .statusCode(200)
                .body("spanNames.name", hasItems("GET /", "POST /pay"));
        asTenant()
                .queryParam("service", "cart")
                .queryParam("kind", "server")
                .get("/v1/span-names")
                .then()
                .statusCode(200)
                .body("spanNames.kind.unique()", equalTo(List.of("SERVER")));
        asTenant().get("/v1/span-names").then().statusCode(400).body("detail", containsString("service: expected"));
    }

    @Test
    void pagesThroughComponents() {
        List<Integer> ids = new ArrayList<>();
        String cursor = null;
        do {
            var request = asTenant().queryParam("limit", 3);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            var page = request.get("/v1/components")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("components.id"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
        asTenant().queryParam("name", "cart").get("/v1/components").then().body("components.size()", is(2));
    }

    @Test
    void showsTheAttributesOfAComponent() {
        int id = asTenant()
                .queryParam("name", "cart")
                .get("/v1/components")
                .jsonPath()
                .getInt("components[0].id");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> asTenant()
                        .get("/v1/components/" + id)
                        .then()
                        .statusCode(200)
                        .body("attributes.'host.name'", containsString("host-i"))
                        .body("component.attributeCount", is(4)));
        asTenant()
                .queryParam("key", "host.name")
                .get("/v1/components/" + id + "/attributes")
                .then()
                .statusCode(200)
                .body("values.size()", is(1))
                .body("values[0].current", is(true))
                .body("values[0].value", containsString("host-i"))
                .body("truncated", is(false));
    }

    @Test
    void labelsAreMerged() {
        int id = asTenant().get("/v1/components").jsonPath().getInt("components[0].id");
        change(id, Map.of("team", "shop", "tier", "1"), 200);
        Map<String, String> removal = new HashMap<>();
        removal.put("tier", null);
        removal.put("owner", "ada");
        change(id, removal, 200);
        asTenant()
                .get("/v1/components/" + id)
                .then()
                .statusCode(200)
                .body("component.labels", equalTo(Map.of("team", "shop", "owner", "ada")));
        given().header("Quipu-Tenant", "somebody-else")
                .get("/v1/components/" + id)
                .then()
                .statusCode(404);
        change(999_999_999, Map.of(), 404);
    }

    private void change(int id, Map<String, String> labels, int status) {
        Map<String, Object> body = new HashMap<>();
        body.put("labels", labels);
        asTenant()
                .contentType("application/json")
                .body(body)
                .patch("/v1/components/" + id)
                .then()
                .statusCode(status);
    }

    @Test
    void listsTheAttributeKeysOfSpans() {
        asTenant()
                .queryParam("scope", "span")
                .get("/v1/attributes")
                .then()
                .statusCode(200)
                .body("attributes.key", hasItems("http.response.status_code", "user.id", "cache.hit"))
                .body("segments", is(1));
    }

    @Test
    void filtersAndCountsComponents() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> asTenant()
                        .queryParam("by", "key")
                        .get("/v1/components/counts")
                        .then()
                        .statusCode(200)
                        .body("groups.find { it.value == 'host.name' }.components", is(10))
                        .body("groups.find { it.value == 'host.name' }.attributes", is(2)));
        asTenant()
                .queryParam("by", "host.name")
                .get("/v1/components/counts")
                .then()
                .body("groups.value", equalTo(List.of("host-i0", "host-i1")))
                .body("groups.components", equalTo(List.of(5, 5)));
        asTenant()
                .queryParam("limit", 2)
                .get("/v1/components/counts")
                .then()
                .body("groups.components", equalTo(List.of(2, 2)))
                .body("groups.attributes", equalTo(List.of(8, 8)))
                .body("truncated", is(true));
        asTenant()
                .queryParam("attribute", "host.name=host-i1", "service.namespace=shop")
                .queryParam("state", "active")
                .get("/v1/components")
                .then()
                .body("components.instanceId.unique()", equalTo(List.of("i1")))
                .body("components.size()", is(5));
        asTenant().queryParam("state", "silent").get("/v1/components").then().body("components.size()", is(0));
        asTenant()
                .queryParam("state", "asleep")
                .get("/v1/components")
                .then()
                .statusCode(400)
                .body("detail", containsString("state: expected up, down, active or silent"));
        asTenant()
                .queryParam("attribute", "host.name")
                .get("/v1/components")
                .then()
                .statusCode(400)
                .body("detail", containsString("attribute: expected key=value"));
    }

    @Test
    void aFetchedComponentIsUpOrDown() {
        fetched("i0", true);
        fetched("i1", false);

        asTenant()
                .queryParam("name", "cart")
                .queryParam("state", "up")
                .get("/v1/components")
                .then()
                .body("components.instanceId", equalTo(List.of("i0")));
        asTenant()
                .queryParam("name", "cart")
                .queryParam("state", "down")
                .get("/v1/components")
                .then()
                .body("components.instanceId", equalTo(List.of("i1")));
    }

    private void fetched(String instance, boolean up) {
        Map<String, Object> result = Map.of(
                "target",
                UUID.randomUUID().toString().replace("-", ""),
                "tenant",
                tenant,
                "url",
                "http://" + instance + "/metrics",
                "job",
                "cart",
                "instance",
                instance,
                "at",
                Instant.now().toString(),
                "up",
                up);
        given().contentType("application/json")
                .body(Map.of("collector", "c-" + tenant, "leaseMillis", 1_000, "results", List.of(result)))
                .post("/v1/scrape/leases")
                .then()
                .statusCode(200);
    }

    @Test
    void showsTheSignalsOfAComponent() {
        int id = asTenant()
                .queryParam("name", "cart")
                .get("/v1/components")
                .jsonPath()
                .getInt("components[0].id");
        int spans = asTenant()
                .queryParam("q", "service = \"cart\"")
                .queryParam("by", "instance")
                .get("/v1/spans/counts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("groups.find { it.value == 'i0' }.total");
        asTenant()
                .get("/v1/components/" + id + "/signals")
                .then()
                .statusCode(200)
                .body("signals.signal", equalTo(List.of("traces")))
                .body("signals[0].records", is(spans));
    }

    @Test
    void showsWhatAComponentRunsOnBeforeAnyCallIsKnown() {
        Component some = new Component("shop", "cart", "i0");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> asTenant()
                        .get("/v1/components/" + idOf(some) + "/relations")
                        .then()
                        .statusCode(200)
                        .body("calls", equalTo(List.of()))
                        .body("runsOn.kind", equalTo(List.of("host"))));
        asTenant().get("/v1/components/999999999/relations").then().statusCode(404);
    }

    private int idOf(Component component) {
        return asTenant()
                .queryParam("name", component.name())
                .get("/v1/components")
                .jsonPath()
                .getInt("components.find { it.instanceId == '" + component.instanceId() + "' }.id");
    }
}
