package dev.quipu.analysis.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Describes in the OpenAPI document the errors that {@link FailureMapper} answers with, at every operation, and takes
 * out the envelope without a type for its content, which nothing answers with.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ErrorAnswers implements OASFilter {

    static final String ZIPKIN = "/api/v2/";
    static final String JAEGER = "/api/";

    private static final Map<Integer, String> EVERYWHERE = Map.of(
            400, "A parameter cannot be understood.",
            401, "No API key came, or one that opens nothing.",
            403, "The key's role is another than the one that is needed.",
            500, "Something is wrong in this service; its log says what.",
            502, "Storage answered what this service cannot read.",
            503, "Storage cannot answer now, or this service is busy; ask again after Retry-After seconds.");

    private static final Map<Integer, String> OF_ONE_TRACE =
            Map.of(404, "Nothing of the trace is stored.", 413, "The trace is larger than an answer may be.");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().removeSchema("JaegerAnswer");
        document.getPaths().getPathItems().forEach((path, item) -> {
            item.getOperations().forEach((method, operation) -> describe(path, method, operation));
        });
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        Map<Integer, String> errors = new TreeMap<>(EVERYWHERE);
        boolean isOneOfJaeger = path.startsWith(JAEGER) && path.endsWith("/{traceId}");
        boolean isOne = isOneOfJaeger
                || path.startsWith("/v1/traces/{traceId}/")
                || path.equals("/v1/trace-comparison")
                || path.equals("/v1/flame-graph");
        if (isOne && method == PathItem.HttpMethod.GET) {
            errors.putAll(OF_ONE_TRACE);
        }
        if (path.equals("/v1/incidents/{id}")) {
            errors.put(404, "No incident of that id is kept.");
        }
        errors.forEach((status, description) ->
                operation.getResponses().addAPIResponse(Integer.toString(status), error(path, status, description)));
    }

    private static APIResponse error(String path, int status, String description) {
        Content content = OASFactory.createContent();
        if (path.startsWith(ZIPKIN)) {
            Schema text = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
            content.addMediaType(
                    "text/plain", OASFactory.createMediaType().schema(text).example(detail(status)));
        } else {
            boolean jaeger = path.startsWith(JAEGER);
            Schema schema = OASFactory.createSchema()
                    .ref("#/components/schemas/" + (jaeger ? "JaegerAnswerString" : "Problem"));
            content.addMediaType(
                    jaeger ? "application/json" : Problem.MEDIA_TYPE,
                    OASFactory.createMediaType().schema(schema).example(example(path, status, jaeger)));
        }
        APIResponse response =
                OASFactory.createAPIResponse().description(description).content(content);
        if (status == 503) {
            Header retryAfter = OASFactory.createHeader()
                    .description("Seconds to wait before asking again.")
                    .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER));
            response.addHeader("Retry-After", retryAfter);
        }
        return response;
    }

    private static Object example(String path, int status, boolean jaeger) {
        String detail = detail(status);
        if (!jaeger) {
            return Map.of("type", "about:blank", "status", status, "detail", detail, "instance", path);
        }
        return Map.of("total", 0, "errors", List.of(Map.of("code", status, "msg", detail)));
    }

    private static String detail(int status) {
        return EVERYWHERE.getOrDefault(status, OF_ONE_TRACE.getOrDefault(status, ""));
    }
}
