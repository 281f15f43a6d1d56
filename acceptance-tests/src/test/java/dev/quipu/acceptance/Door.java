package dev.quipu.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One operation of a service, and the role that it is meant to take: what {@code roles.txt} says, which knows nothing of
 * the annotations.
 *
 * @param path with parameters in braces
 * @param contentType of the body, where it has one
 */
record Door(String service, String method, String path, String role, String contentType) {

    /** What is in the place of a parameter where it has to be of a form; of nothing that there is. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "{traceId}", "0af7651916cd43dd8448eb211c80319c",
            "/api-keys/{id}", "/api-keys/0123456789abcdef",
            "/erasures/{id}", "/erasures/01890000-0000-7000-8000-000000000000");

    private static final String NOTHING = "987654321";

    /** All that are meant to be. */
    static List<Door> meant() {
        try (InputStream table = Objects.requireNonNull(Door.class.getResourceAsStream("roles.txt"), "roles.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.strip().split("\\s+"))
                    .map(words -> new Door(
                            words[0], words[1], words[2], words[3], words.length > 4 ? words[4] : OtlpHttp.JSON))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that a service's OpenAPI document tells of, as {@code service METHOD path}. */
    static List<String> described(String service, JsonNode document) {
        List<String> operations = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (method.matches("get|put|post|delete|head|options|patch|trace")) {
                        operations.add(service + " " + method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Whether it is shut to anybody. */
    boolean isGuarded() {
        return !role.equals("anybody") && !role.equals("everybody");
    }

    String operation() {
        return service + " " + method + " " + path;
    }

    /** The path as it is asked for. */
    String target() {
        String target = path;
        for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
            target = target.replace(parameter.getKey(), parameter.getValue());
        }
        return target.replaceAll("\\{[^}]*}", NOTHING);
    }

    ServiceProcess of(Cluster cluster) {
        return switch (service) {
            case "collector" -> cluster.collector();
            case "storage" -> cluster.storage();
            case "analysis" -> cluster.analysis();
            default ->
                throw new IllegalStateException("service: expected collector, storage or analysis, got " + service);
        };
    }
}
