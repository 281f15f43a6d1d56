package dev.quipu.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One service as an operating system process, started as the launcher starts it. */
final class ServiceProcess {

    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int SIGKILL = 9;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final int port;
    private final Map<String, String> environment;
    private final Path log;
    private final Path checkout;
    private Process process;

    ServiceProcess(String name, int port, Map<String, String> environment, Path log) {
        this(name, port, environment, log, Checkout.ROOT);
    }

    private ServiceProcess(String name, int port, Map<String, String> environment, Path log, Path checkout) {
        this.checkout = checkout;
        this.name = name;
        this.port = port;
        this.environment = environment;
        this.log = log;
    }

    /** The same service at the same ports, of the version that is packaged in another checkout; not started. */
    ServiceProcess of(Path otherCheckout) {
        return new ServiceProcess(name, port, environment, log, otherCheckout);
    }

    /** Fails with what to do when the service was not packaged. */
    private void requirePackaged() {
        if ("native".equals(System.getenv("QUIPU_EXECUTABLES"))) {
            return; // the launcher says when there is none
        }
        Path jar = checkout.resolve(name + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: package the services first (./quipu test does)");
        }
    }

    void start() {
        requirePackaged();
        ProcessBuilder builder = new ProcessBuilder(checkout.resolve("quipu").toString(), "run", name);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        try {
            await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(name + " ended with " + process.exitValue() + " while starting");
                }
                return isReady();
            });
        } catch (RuntimeException notReady) {
            throw new IllegalStateException(name + " is not ready; the end of its log:\n" + logTail(), notReady);
        }
    }

    boolean isReady() {
        return health().filter(response -> response.statusCode() == 200).isPresent();
    }

    /** Waits until the document of its readiness holds a text. */
    void awaitHealth(String text) {
        await().atMost(START)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> health().filter(response -> response.body().contains(text))
                        .isPresent());
    }

    private Optional<HttpResponse<String>> health() {
        try {
            HttpRequest request = HttpRequest.newBuilder(management().resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException notListening) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL: the process gets no chance to finish anything. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and SIGKILL when that does not end it. */
    void stop() {
        if (process != null && process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
    }

    /** SIGTERM, which must be enough to end it, and started again. */
    void restart() {
        process.destroy();
        awaitEnd();
        if (process.exitValue() == 128 + SIGKILL) {
            throw new IllegalStateException(name + " did not end within " + STOP + " of SIGTERM");
        }
        start();
        awaitReady();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where it tells of its health and its metrics. */
    URI management() {
        return URI.create(
                "http://127.0.0.1:" + environment.get("QUIPU_" + name.toUpperCase(Locale.ROOT) + "_MANAGEMENT_PORT"));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** The most memory that the process ever had resident, in bytes. Linux only. */
    long peakResidentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return log + " cannot be read: " + e;
        }
    }
}
