package dev.quipu.operations.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./quipu key add}: by the service key, so that the first key of an administrator can be made. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Makes an API key and shows it, this once. Asks storage with the service key in"
                + " QUIPU_ACCESS_SERVICE_KEY.")
public final class AddKeyCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(index = "0", paramLabel = "NAME", description = "whose it is; the audit names it")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "writer, reader, analyst or admin")
    private String role = "";

    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose records it opens; default by default")
    private String tenant = "default";

    @Option(names = "--expires-at", paramLabel = "TIME", description = "as 2027-01-01T00:00:00Z; never by default")
    private @Nullable String expiresAt;

    @Option(
            names = "--storage",
            paramLabel = "URL",
            description = "of storage; the launcher names it",
            defaultValue = "http://127.0.0.1:8082")
    private URI storage = URI.create("http://127.0.0.1:8082");

    @Override
    public Integer call() throws Exception {
        ObjectNode wanted = JSON.createObjectNode().put("name", name).put("role", role);
        Optional.ofNullable(expiresAt).ifPresent(time -> wanted.put("expiresAt", time));
        HttpRequest.Builder request = HttpRequest.newBuilder(storage.resolve("/v1/api-keys"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Quipu-Tenant", tenant)
                .POST(HttpRequest.BodyPublishers.ofString(wanted.toString()));
        serviceKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        HttpResponse<String> response = ask(request.build());
        JsonNode answer = JSON.readTree(response.body().isBlank() ? "{}" : response.body());
        if (response.statusCode() != 201) {
            throw new IOException("storage: expected 201, got " + response.statusCode() + " "
                    + answer.path("detail").asText(answer.path("title").asText("")));
        }
        System.out.println(answer.path("key").asText());
        System.err.printf(
                "key %s of %s, %s in tenant %s; it is not shown again%n",
                answer.path("id").asText(), name, role, tenant);
        return 0;
    }

    private static Optional<String> serviceKey() {
        return Optional.ofNullable(System.getenv("QUIPU_ACCESS_SERVICE_KEY")).filter(key -> !key.isBlank());
    }

    private HttpResponse<String> ask(HttpRequest request) throws IOException, InterruptedException {
        try {
            return HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("storage: expected it at " + storage + ", nobody answers; ./quipu up starts it", e);
        }
    }
}
