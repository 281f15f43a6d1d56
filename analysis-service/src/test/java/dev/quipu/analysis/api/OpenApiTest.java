package dev.quipu.analysis.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quipu.analysis.StoragePeer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoragePeer.class)
class OpenApiTest {

    @Test
    void isValid() {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document());
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getPaths()).containsKeys("/api/traces", "/api/traces/{traceId}");
    }

    @Test
    void describesEveryOperationParameterAndAnswer() throws Exception {
        List<String> missing = new ArrayList<>();
        Set<String> operationIds = new TreeSet<>();
        for (JsonNode path : tree().path("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asText();
                assertThat(operationIds.add(id)).as(id).isTrue();
                need(missing, operation, "summary", id);
                for (JsonNode parameter : operation.path("parameters")) {
                    need(missing, parameter, "description", id + " " + parameter.path("name"));
                }
                assertThat(operation.path("responses").has("400")).as(id).isTrue();
                assertThat(operation
                                .path("responses")
                                .path("503")
                                .path("headers")
                                .has("Retry-After"))
                        .as(id)
                        .isTrue();
                operation.path("responses").fields().forEachRemaining(answer -> {
                    need(missing, answer.getValue(), "description", id);
                    boolean leadsElsewhere = answer.getKey().startsWith("3");
                    assertThat(leadsElsewhere
                                    || answer.getValue().path("content").size() > 0)
                            .as(id + " " + answer.getKey())
                            .isTrue();
                });
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void describesEverySchemaAndItsProperties() throws Exception {
        List<String> missing = new ArrayList<>();
        tree().path("components").path("schemas").fields().forEachRemaining(schema -> {
            need(missing, schema.getValue(), "description", schema.getKey());
            schema.getValue()
                    .path("properties")
                    .fields()
                    .forEachRemaining(property -> need(
                            missing, property.getValue(), "description", schema.getKey() + "." + property.getKey()));
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void isShownByTheSwaggerPage() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    private static void need(List<String> missing, JsonNode node, String member, String where) {
        if (node.path(member).asText().isBlank()) {
            missing.add(where + ": " + member);
        }
    }

    private static JsonNode tree() throws Exception {
        return new ObjectMapper().readTree(document());
    }

    private static String document() {
        return given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
