package dev.quipu.storage.catalog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.quipu.storage.fixture.Frames;
import dev.quipu.storage.fixture.SpanFixture;
import dev.quipu.storage.fixture.Stored;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
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
}
