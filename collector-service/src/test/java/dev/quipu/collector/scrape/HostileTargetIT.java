package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Targets that do not behave: each counts as down with its reason, and the one beside it does not notice. */
class HostileTargetIT {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    private static final String METADATA = "http://169.254.169.254/latest/meta-data/";

    private final StorageStandIn storage = new StorageStandIn(0);

    @AfterEach
    void close() {
        storage.close();
    }

    private static PageServer.Answering bytes(byte[] page) {
        return PageServer.page("text/plain", page);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PageServer.Answering redirect(String location) {
        return PageServer.raw(
                "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    static Stream<Arguments> hostileTargets() {
        byte[] notUtf8 = utf8("a{b=\"X\"} 1\n");
        notUtf8[5] = (byte) 0xff;
        String labelBomb =
                IntStream.range(0, 100_000).mapToObj(i -> "l" + i + "=\"v\"").collect(Collectors.joining(","));
        String sampleBomb =
                IntStream.range(0, 200_000).mapToObj(i -> "a" + i + " 1\n").collect(Collectors.joining());
        byte[] line = utf8("# " + "x".repeat(1000) + "\n");
        PageServer.Answering endless = (out, request) -> {
            out.write(utf8(HEAD + "\r\n"));
            while (true) {
                out.write(line);
            }
        };
        PageServer.Answering gibibyte = (out, request) -> {
            out.write(utf8(HEAD + "Content-Length: " + (1L << 30) + "\r\n\r\n"));
            for (long sent = 0; sent < 1L << 30; sent += line.length) {
                out.write(line);
            }
        };
        PageServer.Answering drip = (out, request) -> {
            out.write(utf8(HEAD + "Content-Length: 1000\r\n\r\n"));
            while (true) {
                out.write('#');
                out.flush();
                Thread.sleep(20);
            }
        };
        PageServer.Answering silent = (out, request) -> Thread.sleep(60_000);
        return Stream.of(
                Arguments.of("endless body", endless, "too_large", "page: expected at most 16777216 bytes"),
                Arguments.of("1 GiB page", gibibyte, "too_large", "page: expected at most 16777216 bytes"),
                Arguments.of("slow drip", drip, "timeout", "page: expected its end within 2000 ms"),
                Arguments.of("silence", silent, "timeout", "page: expected its end within 2000 ms"),
                Arguments.of(
                        "redirect to metadata", redirect(METADATA), "redirect", "status: expected a page, got 302"),
                Arguments.of("invalid UTF-8", bytes(notUtf8), "page", "line 1: expected UTF-8, got byte 0xff"),
                Arguments.of(
                        "duplicate series", bytes(utf8("a 1\na 2\n")), "page", "line 2: expected each series once"),
                Arguments.of("label bomb", bytes(utf8("a{" + labelBomb + "} 1\n")), "page", "line 1: expected at most"),
                Arguments.of(
                        "sample bomb", bytes(utf8(sampleBomb)), "page", "line 100001: expected at most 100000 samples"),
                Arguments.of(
                        "gzip bomb",
                        PageServer.page("text/plain", Otlp.gzipBomb(), "Content-Encoding: gzip"),
                        "too_large",
                        "page: expected at most 16777216 bytes"),
                Arguments.of(
                        "half a gzip",
                        PageServer.page("text/plain", new byte[] {31, (byte) 139, 8}, "Content-Encoding: gzip"),
                        "content",
                        "gzip: expected a whole member"),
                Arguments.of(
                        "a web page", PageServer.page("text/html", utf8("<p>")), "content", "Content-Type: expected"),
                Arguments.of(
                        "an error",
                        PageServer.raw("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"),
                        "status",
                        "got 500"),
                Arguments.of(
                        "half a page",
                        PageServer.raw(HEAD + "Content-Length: 100\r\n\r\na 1\n"),
                        "broken",
                        "page: expected its end"),
                Arguments.of("no HTTP", PageServer.raw("SSH-2.0-OpenSSH\r\n\r\n"), "broken", "page: expected its end"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileTargets")
    void isDownForItsReason(String name, PageServer.Answering answering, String reason, String detail)
            throws Exception {
        try (PageServer hostile = new PageServer(answering);
                PageServer good = PageServer.of("good 1\n");
                TestScraper scraper = scraper(hostile.url(), good.url(), Map.of())) {
            String key = TargetKey.of("default", hostile.url(), "127.0.0.1", "127.0.0.1:" + hostile.port());
            await().until(() -> storage.leases().results().containsKey(key));

            JsonObject result = storage.leases().results().get(key);
            assertThat(result.getBoolean("up")).isFalse();
            assertThat(result.getString("error")).contains(detail);
            assertThat(scraper.counted("quipu.collector.scrape.failures", "reason", reason))
                    .isPositive();
            assertThat(storage.points().stream().filter(point -> isOf(point, hostile)))
                    .isNotEmpty()
                    .allMatch(point -> point.metric().name().equals("up")
                            || point.metric().name().startsWith("scrape_"));
            assertThat(storage.points())
                    .anyMatch(point -> isOf(point, hostile)
                            && point.metric().name().equals("up")
                            && point.value().equals(PointValue.of(0.0)));
            await().until(() -> storage.points().stream()
                    .anyMatch(point -> point.metric().name().equals("good")));
            assertThat(scraper.bytesInFlight()).isLessThan(64 << 20);
        }
    }

    private static boolean isOf(MetricPoint point, PageServer target) {
        return point.resource().attributes().stream()
                .anyMatch(entry -> entry.toString().contains("127.0.0.1:" + target.port()));
    }

    private TestScraper scraper(String hostile, String good, Map<String, String> keys) {
        Map<String, String> set = new HashMap<>(keys);
        set.put("quipu.collector.scrape.interval", "2S");
        set.put("quipu.collector.scrape.targets[0].url", hostile);
        set.put("quipu.collector.scrape.targets[1].url", good);
        set.put("quipu.collector.scrape.targets[1].interval", "200MS");
        return new TestScraper(storage, set);
    }

    private String errorOf(String url, Map<String, String> keys) throws Exception {
        try (PageServer good = PageServer.of("good 1\n");
                TestScraper scraper = scraper(url, good.url(), keys)) {
            await().until(() ->
                    storage.leases().results().values().stream().anyMatch(result -> !result.getBoolean("up")));
            return storage.leases().results().values().stream()
                    .filter(result -> !result.getBoolean("up"))
                    .findFirst()
                    .orElseThrow()
                    .getString("error");
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                METADATA,
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://224.0.0.1/",
                "http://0.0.0.0:1/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://2852039166/"
            })
    void addressesThatGiveAwaySecretsAreNotAsked(String url) throws Exception {
        assertThat(errorOf(url, Map.of()))
                .matches("address: expected one that is not link-local.*|host: expected one with an address.*");
    }

    @Test
    void aHostWithoutAnAddressIsDown() throws Exception {
        assertThat(errorOf("http://nowhere.invalid/metrics", Map.of()))
                .startsWith("host: expected one with an address");
    }

    @Test
    void aClosedPortIsDown() throws Exception {
        PageServer closed = PageServer.of("");
        closed.close();

        assertThat(errorOf(closed.url(), Map.of())).startsWith("connection: expected one to 127.0.0.1:");
    }

    @Test
    void redirectsAreFollowedOnlyWithinTheTarget() throws Exception {
        Map<String, String> follow = Map.of("quipu.collector.scrape.follow-redirects", "true");
        try (PageServer inside = new PageServer((out, request) -> {
                    if (request.startsWith("GET /metrics ")) {
                        redirect("/other").answer(out, request);
                    } else {
                        PageServer.page("inside 1\n").answer(out, request);
                    }
                });
                PageServer good = PageServer.of("good 1\n");
                TestScraper scraper = scraper(inside.url(), good.url(), follow)) {
            await().until(() -> storage.points().stream()
                    .anyMatch(point -> point.metric().name().equals("inside")));
        }
        storage.clear();
        try (PageServer away = new PageServer(redirect(METADATA))) {
            assertThat(errorOf(away.url(), follow)).contains("got 302 to " + METADATA);
        }
        storage.clear();
        try (PageServer loop = new PageServer(redirect("/metrics"))) {
            assertThat(errorOf(loop.url(), follow)).contains("expected at most 3 redirects");
            assertThat(loop.requests()).isGreaterThanOrEqualTo(4);
        }
    }
}
