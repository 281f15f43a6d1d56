package dev.quipu.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster in which everybody is asked for a key, and a key of each role. */
final class GuardedCluster implements AutoCloseable {

    static final String TENANT = "shop";
    static final List<String> ROLES_OF_KEYS = List.of("writer", "reader", "analyst", "admin");

    private static final String SERVICE_KEY = "of-the-services-of-this-test-alone-0123456789";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static GuardedCluster shared;

    private final Cluster cluster;
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private GuardedCluster(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The one that all tests use which break nothing; started once, stopped when the JVM ends. */
    static synchronized GuardedCluster shared() {
        if (shared == null) {
            shared = start(Map.of(
                    "QUARKUS_LOG_CATEGORY__DEV_QUIPU__LEVEL",
                    "DEBUG",
                    "QUIPU_STORAGE_AUDIT_CHECKPOINT_INTERVAL",
                    "2s"));
        }
        return shared;
    }

    /** @param settings more environment variables of all three services */
    static GuardedCluster start(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("QUIPU_ACCESS_AUTHENTICATION", "keys");
        all.put("QUIPU_ACCESS_SERVICE_KEY", SERVICE_KEY);
        GuardedCluster guarded = new GuardedCluster(Cluster.start(all));
        try {
            guarded.secrets.put("service", SERVICE_KEY);
            ROLES_OF_KEYS.forEach(role -> guarded.secrets.put(role, guarded.newKey(TENANT, role)));
            guarded.awaitKnown(guarded.secret("admin"));
            return guarded;
        } catch (RuntimeException e) {
            guarded.close();
            throw e;
        }
    }

    Cluster cluster() {
        return cluster;
    }

    /** Of the key with the role; {@code service} is the services' own. */
    String secret(String role) {
        return secrets.get(role);
    }

    String newKey(String tenant, String role) {
        return newKey(tenant, role + " of " + tenant, role);
    }

    /** Makes a key as whoever sets Quipu up does. */
    String newKey(String tenant, String name, String role) {
        Answer answer = new TenantApi(tenant, SERVICE_KEY)
                .post(
                        cluster.storage().url().resolve("/v1/api-keys"),
                        "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role));
        if (answer.status() != 201) {
            throw new IllegalStateException("a key: expected 201, got " + answer.status() + ": " + answer.text());
        }
        return json(answer).path("key").asText();
    }

    /** Waits until every service knows the key. */
    void awaitKnown(String secret) {
        TenantApi api = new TenantApi(TENANT, secret);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> List.of(
                                cluster.storage().url().resolve("/v1/usage"),
                                cluster.analysis().url().resolve("/v1/rates"),
                                cluster.collector().url().resolve("/v1/spool"))
                        .stream()
                        .allMatch(
                                door -> List.of(200, 403).contains(api.get(door).status())));
    }

    static JsonNode json(Answer answer) {
        try {
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
