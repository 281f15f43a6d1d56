package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No log of a service or of PostgreSQL holds a secret, whatever was wrong with the request that it came in. */
class SecretsInLogsIT {

    private static final String WEBHOOK_SECRET = "secret-of-a-webhook-0123456789";

    private final GuardedCluster guarded = GuardedCluster.shared();

    @Test
    void secretsAreInNoLog() throws IOException {
        List<String> secrets = new ArrayList<>(List.of(WEBHOOK_SECRET));
        for (String role : List.of("writer", "reader", "analyst", "admin", "service")) {
            String secret = guarded.secret(role);
            secrets.add(secret.substring(secret.lastIndexOf('_') + 1));
            secrets.add(Base64.getEncoder().encodeToString(("user:" + secret).getBytes(StandardCharsets.UTF_8)));
            doors().forEach(door -> ask(door, secret));
        }
        secrets.add(Files.readString(guarded.cluster().home().resolve("data/password"))
                .strip());

        List<Path> logs = logs();
        assertThat(logs).hasSizeGreaterThanOrEqualTo(3);
        for (Path log : logs) {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(secrets).as(log.toString()).noneMatch(text::contains);
        }
    }

    private Stream<URI> doors() {
        return Stream.of(
                guarded.cluster().storage().url().resolve("/v1/webhooks"),
                guarded.cluster().storage().url().resolve("/v1/spans"),
                guarded.cluster().storage().url().resolve("/v1/api-keys"),
                guarded.cluster().storage().url().resolve("/v1/segments"),
                guarded.cluster().analysis().url().resolve("/store/v1/webhooks"),
                guarded.cluster().analysis().url().resolve("/v1/rates"),
                guarded.cluster().collector().url().resolve("/v1/traces"),
                guarded.cluster().collector().url().resolve("/v1/redaction/dry-run"),
                guarded.cluster().zipkin().resolve("/api/v2/spans"));
    }

    /** Rightly, and in ways in which requests go wrong. */
    private static void ask(URI door, String secret) {
        TenantApi right = new TenantApi(GuardedCluster.TENANT, secret);
        TenantApi broken = new TenantApi(GuardedCluster.TENANT, secret + "0");
        for (TenantApi api : List.of(right, broken, new TenantApi("no tenant's name!", secret))) {
            api.get(door);
            api.get(URI.create(door + "?key=" + secret.length() + "&limit=many&q=%22"));
            api.post(
                    door,
                    "{\"name\":\"hook\",\"url\":\"https://hooks.example/x\",\"secret\":\"" + WEBHOOK_SECRET + "\"}");
            api.post(door, "{\"secret\":\"" + WEBHOOK_SECRET);
            api.put(door, "[");
            api.delete(door);
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(guarded.cluster().home())) {
            return files.filter(file ->
                            file.toString().endsWith(".log") || file.toString().contains("/log/"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }
}
