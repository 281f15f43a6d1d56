package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Two of each service on one PostgreSQL, where everybody is asked for a key; the other services reach storage by a {@link Balancer}. */
final class Replicas implements AutoCloseable {

    static final String TENANT = "shop";

    private static final String SERVICE_KEY = "of-the-services-of-this-test-alone-0123456789";
    private static final int COUNT = 2;
    private static final int PORTS_OF_STORAGE = 2;
    private static final int PORTS_OF_COLLECTOR = 4;
    private static final int PORTS_OF_ANALYSIS = 2;

    private final Path home;
    private final Postgres postgres;
    private final Balancer storageAddress;
    private final List<ServiceProcess> storages = new ArrayList<>();
    private final List<ServiceProcess> collectors = new ArrayList<>();
    private final List<ServiceProcess> analyses = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Thread atExit = new Thread(this::stopAll);

    /**
     * Starts PostgreSQL, and none of the services.
     *
     * @param settings more environment variables of all of them
     */
    Replicas(Map<String, String> settings) {
        List<Integer> ports = Ports.free(2 + COUNT * (PORTS_OF_STORAGE + PORTS_OF_COLLECTOR + PORTS_OF_ANALYSIS));
        this.home = newHome();
        this.postgres = new Postgres(home.resolve("postgres"), ports.get(0));
        Runtime.getRuntime().addShutdownHook(atExit);
        environment.putAll(settings);
        environment.putAll(postgres.environment());
        environment.put("QUIPU_JAVA_HOME", System.getProperty("java.home"));
        environment.put("QUIPU_ACCESS_AUTHENTICATION", "keys");
        environment.put("QUIPU_ACCESS_SERVICE_KEY", SERVICE_KEY);
        environment.put(
                "QUIPU_STORAGE_ERASURE_LOG", home.resolve("erasures.jsonl").toString());
        environment.put("QUIPU_STORAGE_AUDIT_SIGNING_KEY", signingKey().toString());
        int balanced = ports.get(1);
        List<Integer> left = new ArrayList<>(ports.subList(2, ports.size()));
        for (int number = 1; number <= COUNT; number++) {
            storages.add(service("storage", number, take(left, PORTS_OF_STORAGE), List.of("", "MANAGEMENT_")));
        }
        this.storageAddress = new Balancer(
                balanced, storages.stream().map(ServiceProcess::port).toList());
        environment.put("QUIPU_STORAGE_PORT", Integer.toString(balanced));
        for (int number = 1; number <= COUNT; number++) {
            environment.put("QUIPU_COLLECTOR_SCRAPE_INSTANCE", "collector-" + number);
            environment.put("QUIPU_SPOOL", home.resolve("spool-" + number).toString());
            collectors.add(service(
                    "collector",
                    number,
                    take(left, PORTS_OF_COLLECTOR),
                    List.of("", "MANAGEMENT_", "GRPC_", "ZIPKIN_")));
            analyses.add(service("analysis", number, take(left, PORTS_OF_ANALYSIS), List.of("", "MANAGEMENT_")));
        }
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Checkout.TARGET), "replicas");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path signingKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
            return Files.writeString(home.resolve("audit-key.pem"), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> take(List<Integer> ports, int count) {
        List<Integer> first = ports.subList(0, count);
        List<Integer> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    private ServiceProcess service(String name, int number, List<Integer> ports, List<String> doors) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("QUIPU_HOME", home.resolve(name + "-" + number).toString());
        for (int i = 0; i < doors.size(); i++) {
            own.put(
                    "QUIPU_" + name.toUpperCase(Locale.ROOT) + "_" + doors.get(i) + "PORT",
                    ports.get(i).toString());
        }
        return new ServiceProcess(name, ports.get(0), own, home.resolve(name + "-" + number + ".log"));
    }

    /** All of them at once; returns when they are ready and collectors know that storage is there. */
    void start() {
        all().forEach(ServiceProcess::start);
        all().forEach(ServiceProcess::awaitReady);
        collectors.forEach(collector -> collector.awaitHealth("storageHeardMillisAgo"));
    }

    /** Each migration that there is was applied, and none twice. */
    void assertMigratedOnce() {
        Path migrations = Checkout.ROOT.resolve("storage-service/src/main/resources/db/migration");
        try (Stream<Path> files = Files.list(migrations)) {
            assertThat(postgres.texts(
                            "SELECT regexp_replace(script, '.*/', '') FROM flyway_schema_history WHERE success"))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the version in another checkout take the place of a service that does not run, or the other way round. */
    void replace(ServiceProcess service, ServiceProcess by) {
        Stream.of(storages, collectors, analyses)
                .forEach(replicas -> replicas.replaceAll(one -> one == service ? by : one));
    }

    Postgres postgres() {
        return postgres;
    }

    List<ServiceProcess> storages() {
        return List.copyOf(storages);
    }

    List<ServiceProcess> collectors() {
        return List.copyOf(collectors);
    }

    List<ServiceProcess> analyses() {
        return List.copyOf(analyses);
    }

    static List<URI> urls(List<ServiceProcess> services) {
        return services.stream().map(ServiceProcess::url).toList();
    }

    List<ServiceProcess> all() {
        return Stream.of(storages, collectors, analyses).flatMap(List::stream).toList();
    }

    /** The secret of a new key, when every service knows it. */
    String newKey(String role) {
        return addKey(role).path("key").asText();
    }

    /** Makes a key as whoever sets Quipu up does; returns its {@code id} and {@code key} when every service knows it. */
    JsonNode addKey(String role) {
        Answer answer = new TenantApi(TENANT, SERVICE_KEY)
                .post(
                        storages.get(0).url().resolve("/v1/api-keys"),
                        "{\"name\":\"%1$s\",\"role\":\"%1$s\"}".formatted(role));
        if (answer.status() != 201) {
            throw new IllegalStateException("a key: expected 201, got " + answer.status() + ": " + answer.text());
        }
        JsonNode key = GuardedCluster.json(answer);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> doors().noneMatch(
                                door -> isStranger(door, key.path("key").asText())));
        return key;
    }

    /** A door of each replica that every role may at least knock at. */
    Stream<URI> doors() {
        return Stream.of(
                        storages.stream().map(one -> one.url().resolve("/v1/usage")),
                        collectors.stream().map(one -> one.url().resolve("/v1/spool")),
                        analyses.stream().map(one -> one.url().resolve("/v1/rates")))
                .flatMap(doors -> doors);
    }

    static boolean isStranger(URI door, String secret) {
        return new TenantApi(TENANT, secret).get(door).status() == 401;
    }

    @Override
    public void close() {
        stopAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Collectors first, so that what they hold still finds storage. */
    private void stopAll() {
        collectors.forEach(ServiceProcess::stop);
        analyses.forEach(ServiceProcess::stop);
        storages.forEach(ServiceProcess::stop);
        storageAddress.close();
        postgres.close();
    }
}
