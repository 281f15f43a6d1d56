package dev.quipu.storage.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.storage.fixture.ManagementPort;
import dev.quipu.storage.fixture.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenAPI document describes every operation, parameter and error. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class OpenApiIT {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private record Operation(String name, JsonObject body) {}

    private static JsonObject document() {
        return new JsonObject(given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }

    private static List<Operation> operations(JsonObject document) {
        List<Operation> operations = new ArrayList<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            item.fieldNames().stream()
                    .filter(METHODS::contains)
                    .forEach(method -> operations.add(new Operation(method + " " + path, item.getJsonObject(method))));
        }
        return operations;
    }

    @Test
    void hasEveryDoor() {
        assertThat(document().getJsonObject("paths").fieldNames())
                .contains(
                        "/v1/segments",
                        "/v1/segments/{id}",
                        "/v1/traces",
                        "/v1/traces/batch",
                        "/v1/traces/{traceId}",
                        "/v1/spans",
                        "/v1/spans/tail",
                        "/v1/logs/tail",
                        "/v1/components",
                        "/v1/components/{id}",
                        "/v1/services",
                        "/v1/span-names",
                        "/v1/attributes",
                        "/v1/ledger",
                        "/v1/usage",
                        "/v1/feed",
                        "/v1/feed/consumers/{name}",
                        "/v1/feed/consumers/analysis/leases",
                        "/v1/feed/consumers/analysis/leases/{owner}",
                        "/v1/feed/consumers/analysis/parts/{part}",
                        "/v1/retention-rules",
                        "/v1/retention-rules/{id}",
                        "/v1/redaction-rules",
                        "/v1/redaction-rules/all",
                        "/v1/redaction-rules/{id}",
                        "/v1/api-keys",
                        "/v1/api-keys/{id}",
                        "/v1/access/keys",
                        "/v1/audit",
                        "/v1/audit/checkpoints",
                        "/v1/quotas",
                        "/v1/quotas/all",
                        "/v1/erasures",
                        "/v1/erasures/all",
                        "/v1/erasures/{id}",
                        "/v1/erasures/{id}/certificate",
                        "/v1/feed/consumers/{name}/failures",
                        "/v1/feed/consumers/{name}/failures/{id}/retry",
                        "/v1/quarantine",
                        "/v1/quarantine/{id}",
                        "/v1/quarantine/{id}/retry",
                        "/v1/producers",
                        "/v1/fate/{traceId}",
                        "/v1/spools",
                        "/v1/spools/{collector}",
                        "/v1/log-templates",
                        "/v1/incidents",
                        "/v1/incidents/{id}",
                        "/v1/alert-rules",
                        "/v1/alert-rules/{id}",
                        "/v1/webhooks",
                        "/v1/webhooks/{id}",
                        "/v1/silences",
                        "/v1/silences/{id}",
                        "/v1/alerts",
                        "/v1/alerts/history",
                        "/v1/alerts/transitions",
                        "/v1/alert-notices/claims",
                        "/v1/alert-notices/{id}/outcome");
    }

    @Test
    void describesEveryOperation() {
        for (Operation operation : operations(document())) {
            JsonObject body = operation.body();
            assertThat(body.getString("operationId")).as(operation.name()).matches("[a-z][A-Za-z]+");
            assertThat(body.getString("summary")).as(operation.name()).isNotBlank();
            assertThat(body.getString("description")).as(operation.name()).isNotBlank();
            assertThat(body.getJsonArray("tags")).as(operation.name()).isNotEmpty();
            if (body.containsKey("parameters")) {
                body.getJsonArray("parameters").stream()
                        .map(JsonObject.class::cast)
                        .forEach(parameter -> assertThat(parameter.getString("description"))
                                .as(operation.name() + " " + parameter.getString("name"))
                                .isNotBlank());
            }
        }
        assertThat(operations(document()).stream().map(one -> one.body().getString("operationId")))
                .doesNotHaveDuplicates();
    }

    @Test
    void describesEveryAnswer() {
        JsonObject document = document();
        for (Operation operation : operations(document)) {
            JsonObject responses = operation.body().getJsonObject("responses");
            assertThat(responses.fieldNames()).as(operation.name()).contains("503");
            for (String status : responses.fieldNames()) {
                JsonObject response = resolved(document, responses.getJsonObject(status));
                assertThat(response.getString("description"))
                        .as(operation.name() + " " + status)
                        .isNotBlank();
                if (status.startsWith("4") || status.startsWith("5")) {
                    assertThat(response.getJsonObject("content").fieldNames())
                            .as(operation.name() + " " + status)
                            .containsExactly("application/problem+json");
                }
            }
        }
    }

    private static JsonObject resolved(JsonObject document, JsonObject response) {
        String reference = response.getString("$ref");
        if (reference == null) {
            return response;
        }
        JsonObject found = document;
        for (String step : reference.substring(2).split("/")) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    @Test
    void describesEverySchemaAndResolvesEveryReference() {
        JsonObject document = document();
        JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas");
        for (String name : schemas.fieldNames()) {
            JsonObject schema = schemas.getJsonObject(name);
            if (!schema.containsKey("properties")) {
                continue;
            }
            assertThat(schema.getString("description")).as(name).isNotBlank();
            JsonObject properties = schema.getJsonObject("properties");
            for (String property : properties.fieldNames()) {
                assertThat(properties.getJsonObject(property).getString("description"))
                        .as(name + "." + property)
                        .isNotBlank();
            }
        }
        java.util.regex.Matcher references = java.util.regex.Pattern.compile("\"#/components/(\\w+)/(\\w+)\"")
                .matcher(document.encode());
        while (references.find()) {
            JsonObject kind = document.getJsonObject("components").getJsonObject(references.group(1));
            assertThat(kind.containsKey(references.group(2)))
                    .as(references.group())
                    .isTrue();
        }
    }

    @Test
    void isReadyWhenASegmentCanBeStored() {
        ManagementPort.get("/q/health/ready").then().statusCode(200);
        ManagementPort.get("/q/health/live").then().statusCode(200);
        assertThat(ManagementPort.get("/q/metrics")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("quipu_storage_store_duration", "quipu_storage_query_waiting");
        given().get("/q/swagger-ui/").then().statusCode(200);
    }
}
