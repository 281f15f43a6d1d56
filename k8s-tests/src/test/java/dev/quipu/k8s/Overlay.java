package dev.quipu.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What is there to be applied, built by kustomize as it will be for a cluster. */
enum Overlay {
    DEV,
    PRODUCTION,
    CITUS,
    KEDA,
    PROMETHEUS_OPERATOR;

    static final List<String> SERVICES = List.of("collector", "storage", "analysis");

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int NO_KUSTOMIZE = 3;
    private static final Map<Overlay, List<Manifest>> BUILT = new EnumMap<>(Overlay.class);

    String directory() {
        return "overlays/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isDevelopment() {
        return this == DEV;
    }

    /** Skips the test that asks, and says so, where there is nothing that builds it. */
    synchronized List<Manifest> manifests() {
        return BUILT.computeIfAbsent(this, overlay -> read(build(overlay.directory())));
    }

    Stream<Manifest> all(String kind) {
        return manifests().stream().filter(manifest -> manifest.kind().equals(kind));
    }

    Manifest one(String kind, String name) {
        return all(kind)
                .filter(manifest -> manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(this + ": expected " + kind + " " + name + ", found "
                        + all(kind).map(Manifest::name).toList()));
    }

    /** What runs {@code service}. */
    Manifest workload(String service) {
        return one(service.equals("collector") ? "StatefulSet" : "Deployment", service);
    }

    Stream<Manifest> workloads() {
        return SERVICES.stream().map(this::workload);
    }

    static List<Manifest> read(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            List<Manifest> manifests = new ArrayList<>();
            documents.forEachRemaining(document -> manifests.add(new Manifest(document)));
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String build(String kustomization) {
        try {
            Path output = Files.createTempFile("manifests", ".yaml");
            Path problems = Files.createTempFile("problems", ".txt");
            Process process = new ProcessBuilder(
                            Checkout.ROOT.resolve("k8s/build").toString(), kustomization)
                    .redirectOutput(output.toFile())
                    .redirectError(problems.toFile())
                    .start();
            int exitCode = process.waitFor();
            String said = Files.readString(problems, StandardCharsets.UTF_8);
            assumeTrue(exitCode != NO_KUSTOMIZE, said);
            if (exitCode != 0) {
                throw new AssertionError(kustomization + ": expected exit code 0, got " + exitCode + ": " + said);
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
