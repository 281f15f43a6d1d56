package dev.quipu.benchmarks.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.benchmarks.storage.StorageClient;
import dev.quipu.benchmarks.storage.StoredSpans;
import dev.quipu.model.Signal;
import dev.quipu.model.query.RecordFilter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as storage's contract has it. */
class QuestionTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String FEED_PAGE = """
            {"segments": [{"minTimeUnixNano": "1000", "maxTimeUnixNano": "2000"}], "nextCursor": "end"}
            """;
    private static final String SPANS = """
            {"spans": [{"traceId": "%s", "component": {"name": "cart"}}]}
            """.formatted(TRACE_ID);
    private static final String TRACE = """
            {"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [
              {"key": "app.coupon.code", "value": {"stringValue": "C-123456789"}},
              {"key": "user.id", "value": {"stringValue": "u-7"}}]}]}]}]}
            """;

    private final Vertx vertx = Vertx.vertx();
    private StoredSpans stored;

    @BeforeEach
    void startStorage() throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(answer(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        stored = StoredSpans.of(new StorageClient(URI.create("http://127.0.0.1:" + port)), 1);
    }

    @AfterEach
    void stopStorage() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void everyConditionIsInTheQueryLanguageAndAsksForSomethingThatIsStored() throws Exception {
        List<String> conditions = new ArrayList<>();
        for (Question question : Question.all()) {
            String request = question.choice().pathAndQuery(stored);
            if (request.contains("&q=")) {
                conditions.add(
                        URLDecoder.decode(request.substring(request.indexOf("&q=") + 3), StandardCharsets.UTF_8));
            } else {
                assertThat(request).isEqualTo("/v1/traces/" + TRACE_ID);
            }
        }
        assertThat(conditions)
                .contains("service = \"cart\"", "span.app.coupon.code = \"C-123456789\"", "span.user.id = \"u-7\"")
                .allSatisfy(condition -> assertThat(
                                RecordFilter.parse(Signal.TRACES, condition).toString())
                        .isNotEmpty());
    }

    private static String answer(HttpServerRequest request) {
        return switch (request.path()) {
            case "/v1/feed" -> request.getParam("after").equals("0") ? FEED_PAGE : "{\"segments\": []}";
            case "/v1/spans" -> SPANS;
            default -> TRACE;
        };
    }
}
