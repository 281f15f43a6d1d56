package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each service describes its API in a document that other people's tools can read. */
class OpenApiIT {

    enum Service {
        COLLECTOR,
        STORAGE,
        ANALYSIS;

        ReadApi api() {
            Cluster cluster = Cluster.shared();
            ServiceProcess process = switch (this) {
                case COLLECTOR -> cluster.collector();
                case STORAGE -> cluster.storage();
                case ANALYSIS -> cluster.analysis();
            };
            return new ReadApi(process.url());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentIsValid(Service service) {
        SwaggerParseResult parsed = parse(service);
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getInfo().getTitle()).isNotBlank();
        assertThat(parsed.getOpenAPI().getPaths()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationIsDescribedWithItsAnswers(Service service) {
        OpenAPI document = parse(service).getOpenAPI();
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    String where = method + " " + path;
                    assertThat(operation.getOperationId()).as(where).isNotBlank();
                    assertThat(operation.getSummary() + operation.getDescription())
                            .as(where)
                            .isNotEqualTo("nullnull");
                    assertDescribed(where, operation);
                }));
    }

    @ParameterizedTest
    @EnumSource
    void operationIdsAreUnique(Service service) {
        List<String> ids = parse(service).getOpenAPI().getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .map(Operation::getOperationId)
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void thePageToTryItOutIsServed(Service service) {
        assertThat(new String(service.api().ok("/q/swagger-ui/", "text/html"), StandardCharsets.UTF_8))
                .contains("swagger-ui");
    }

    private static void assertDescribed(String where, Operation operation) {
        Map<String, ApiResponse> responses = operation.getResponses();
        assertThat(responses.keySet()).as(where).anyMatch(status -> status.matches("[23].*"));
        assertThat(responses.keySet())
                .as(where + " error answers")
                .anyMatch(status -> status.matches("[45].*|default"));
        responses.forEach((status, response) -> assertThat(
                        response.get$ref() != null || !response.getDescription().isBlank())
                .as(where + " " + status)
                .isTrue());
    }

    private static SwaggerParseResult parse(Service service) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        String document = new String(service.api().ok("/q/openapi?format=json", OtlpHttp.JSON), StandardCharsets.UTF_8);
        return new OpenAPIV3Parser().readContents(document, null, options);
    }
}
