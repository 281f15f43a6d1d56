package dev.quipu.benchmarks.rig.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One service as a process, run by the launcher. Any thread. */
public final class ServiceProcess {

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 50;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Service service;
    private final Path launcher;
    private final URI url;
    private final URI management;
    private final Path log;
    private final Map<String, String> environment;
    private @Nullable Process process;
    /** Whether the rig wants it to run. */
    private boolean wanted;

    private int endedByItself;

    ServiceProcess(Service service, Path launcher, Ports ports, Path log, Map<String, String> environment) {
        this.service = service;
        this.launcher = launcher;
        this.url = URI.create("http://127.0.0.1:" + ports.of(service));
        this.management = URI.create("http://127.0.0.1:" + ports.management(service));
        this.log = log;
        this.environment = new LinkedHashMap<>(environment);
    }

    public Service service() {
        return service;
    }

    public URI url() {
        return url;
    }

    public Path log() {
        return log;
    }

    /** Sets an environment variable from the next start on. */
    public synchronized void set(String name, String value) {
        environment.put(name, value);
    }

    /** Starts it unless it runs; does not wait. */
    public synchronized void start() {
        wanted = true;
        if (process != null && process.isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "run", service.label());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; it stays down until it is started. */
    public synchronized void kill() {
        wanted = false;
        end(true);
    }

    /** SIGTERM, and SIGKILL when that does not end it. */
    public synchronized void stop() {
        wanted = false;
        end(false);
    }

    private void end(boolean atOnce) {
        if (process == null) {
            return;
        }
        Process ending = process;
        try {
            Signals.send("CONT", ending.pid());
            if (atOnce) {
                ending.destroyForcibly();
            } else {
                ending.destroy();
            }
            if (!ending.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again when it ended although nobody asked it to, which is counted. */
    synchronized void startIfEndedByItself() {
        if (wanted && process != null && !process.isAlive()) {
            endedByItself++;
            start();
        }
    }

    /** How often it ended although nobody asked it to. */
    public synchronized int endedByItself() {
        return endedByItself;
    }

    /** Empty when it does not run. */
    public synchronized OptionalLong pid() {
        return process != null && process.isAlive() ? OptionalLong.of(process.pid()) : OptionalLong.empty();
    }

    /** SIGSTOP: it stands still with all its connections open. */
    public void freeze() {
        pid().ifPresent(pid -> Signals.send("STOP", pid));
    }

    /** SIGCONT. */
    public void thaw() {
        pid().ifPresent(pid -> Signals.send("CONT", pid));
    }

    /** Whether it says that it is ready. */
    public boolean isReady() throws InterruptedException {
        return get(management.resolve("/q/health/ready"))
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    /** Whether it answers at all. */
    public boolean isUp() throws InterruptedException {
        return get(management.resolve("/q/health/live"))
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    /** The sum of a metric over its labels; 0 when there is none of that name, or no answer. */
    public double metric(String name) throws InterruptedException {
        return get(management.resolve("/q/metrics")).stream()
                .flatMap(answer -> answer.body().lines())
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** An answer of any status; empty when there is none within five seconds. */
    public Optional<HttpResponse<String>> get(String path) throws InterruptedException {
        return get(url.resolve(path));
    }

    private static Optional<HttpResponse<String>> get(URI address) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        try {
            return Optional.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @return how long it took from now on */
    public Duration awaitReady(Duration atMost) throws InterruptedException, TimeoutException {
        long begin = System.nanoTime();
        while (!isReady()) {
            if (System.nanoTime() - begin > atMost.toNanos()) {
                throw new TimeoutException(service.label() + ": expected it ready within " + atMost.toSeconds()
                        + " s, it is not; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
