package dev.quipu.collector.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quipu.collector.StorageStandIn;
import dev.quipu.model.AnyValue;
import dev.quipu.model.MetricPoint;
import dev.quipu.model.PointValue;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that behave, at real ports. */
class ScraperIT {

    private final StorageStandIn storage = new StorageStandIn(0);

    @AfterEach
    void close() {
        storage.close();
    }

    private TestScraper scraper(String url, String... keys) {
        Map<String, String> set = new HashMap<>(Map.of("quipu.collector.scrape.targets[0].url", url));
        for (int i = 0; i < keys.length; i += 2) {
            set.put("quipu.collector.scrape." + keys[i], keys[i + 1]);
        }
        return new TestScraper(storage, set);
    }

    private List<MetricPoint> points(String name) {
        return storage.points().stream()
                .filter(point -> point.metric().name().equals(name))
                .toList();
    }

    private static String resource(MetricPoint point, String key) {
        return point.resource().attributes().stream()
                .filter(entry -> entry.key().equals(key))
                .map(entry -> entry.value() instanceof AnyValue.StringValue text
                        ? text.value()
                        : String.valueOf(((AnyValue.IntValue) entry.value()).value()))
                .findFirst()
                .orElse("");
    }

    @Test
    void everySlotGivesThePageAndHowItWent() throws Exception {
        try (PageServer target = PageServer.of("# TYPE a_total counter\na_total{x=\"y\"} 5\n");
                TestScraper scraper =
                        scraper(target.url(), "targets[0].job", "cart", "targets[0].labels.\"env\"", "prod")) {
            await().until(() -> points("a_total").size() >= 3);

            MetricPoint point = points("a_total").get(0);
            assertThat(point.value()).isEqualTo(PointValue.of(5.0));
            assertThat(point.metric().isCounter()).isTrue();
            assertThat(resource(point, "service.name")).isEqualTo("cart");
            assertThat(resource(point, "service.instance.id")).isEqualTo("127.0.0.1:" + target.port());
            assertThat(resource(point, "server.address")).isEqualTo("127.0.0.1");
            assertThat(resource(point, "server.port")).isEqualTo(String.valueOf(target.port()));
            assertThat(resource(point, "url.scheme")).isEqualTo("http");
            assertThat(resource(point, "env")).isEqualTo("prod");
            assertThat(points("up")).allMatch(up -> up.value().equals(PointValue.of(1.0)));
            assertThat(points("scrape_samples_scraped").get(0).value()).isEqualTo(PointValue.of(1.0));
            assertThat(points("scrape_series_added"))
                    .filteredOn(added -> added.value().equals(PointValue.of(1.0)))
                    .hasSize(1);
            assertThat(points("scrape_duration_seconds")).isNotEmpty();
            assertThat(points("a_total").stream().map(MetricPoint::timeUnixNano))
                    .doesNotHaveDuplicates()
                    .allMatch(time -> time % 200_000_000 == points("up").get(0).timeUnixNano() % 200_000_000);
            assertThat(scraper.metrics
                            .get("quipu.collector.scrape.lateness")
                            .timer()
                            .count())
                    .isPositive();
        }
    }

    @Test
    void pointsCountAgainstTheQuotaOfTheTargetsTenant() throws Exception {
        storage.quotas().set("default", new JsonObject().put("recordsPerSecond", 1));
        try (PageServer target = PageServer.of("a 1\nb 2\nc 3\n");
                TestScraper scraper = scraper(target.url())) {
            await().until(() -> scraper.counted("quipu.collector.scrape.skipped", "reason", "over_quota") >= 3);
            await().until(() -> storage.ledgerReports().stream()
                    .flatMap(report -> report.getJsonArray("lines").stream())
                    .map(JsonObject.class::cast)
                    .anyMatch(line -> line.getString("outcome").equals("refused")
                            && line.getString("reason").equals("quota_records")
                            && line.getLong("records") >= 3));
        }
    }

    @Test
    void seriesOfAPageBeyondTheDaysAreRejectedAlone() throws Exception {
        storage.quotas().set("default", new JsonObject().put("seriesPerDay", 2));
        try (PageServer target = PageServer.of("a 1\nb 2\nc 3\n");
                TestScraper scraper = scraper(target.url())) {
            await().until(() -> storage.ledgerReports().stream()
                    .flatMap(report -> report.getJsonArray("lines").stream())
                    .map(JsonObject.class::cast)
                    .anyMatch(line -> line.getString("outcome").equals("rejected")
                            && line.getString("reason").equals("quota_series")));
        }
    }

    @Test
    void thePageOfPrometheusOwnClientIsReadInBothFormats() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        Counter.builder()
                .name("orders_total")
                .help("Orders.")
                .labelNames("kind")
                .register(registry)
                .labelValues("a\"\\\n")
                .inc(7);
        Gauge.builder().name("queue").register(registry).set(-1.5);
        Histogram histogram = Histogram.builder()
                .name("latency_seconds")
                .classicOnly()
                .classicUpperBounds(0.1, 1)
                .register(registry);
        histogram.observe(0.05);
        histogram.observe(5);
        Summary.builder().name("size_bytes").quantile(0.5).register(registry).observe(3);
        Info.builder()
                .name("build_info")
                .labelNames("version")
                .register(registry)
                .setLabelValues("1.2");
        PageServer.Answering byAccept = (out, request) -> {
            boolean open = request.contains("application/openmetrics-text;version=1.0.0");
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            if (open) {
                OpenMetricsTextFormatWriter.create().write(page, registry.scrape());
            } else {
                PrometheusTextFormatWriter.create().write(page, registry.scrape());
            }
            PageServer.page(
                            open ? OpenMetricsTextFormatWriter.CONTENT_TYPE : PrometheusTextFormatWriter.CONTENT_TYPE,
                            page.toByteArray())
                    .answer(out, request);
        };
        PageServer.Answering text = (out, request) -> byAccept.answer(out, "");
        for (PageServer.Answering answering : List.of(byAccept, text)) {
            storage.clear();
            try (PageServer target = new PageServer(answering);
                    TestScraper scraper = scraper(target.url())) {
                await().until(() -> !points("up").isEmpty());

                assertThat(storage.leases().results().values()).allMatch(result -> result.getBoolean("up"));
                MetricPoint orders = points("orders_total").get(0);
                assertThat(orders.value()).isEqualTo(PointValue.of(7.0));
                assertThat(orders.attributes().get(0).value()).isEqualTo(AnyValue.of("a\"\\\n"));
                assertThat(points("queue").get(0).value()).isEqualTo(PointValue.of(-1.5));
                PointValue.Histogram latency =
                        (PointValue.Histogram) points("latency_seconds").get(0).value();
                assertThat(latency.bucketCounts()).containsExactly(1L, 0L, 1L);
                assertThat(latency.explicitBounds()).containsExactly(0.1, 1.0);
                assertThat(((PointValue.Summary) points("size_bytes").get(0).value()).count())
                        .isEqualTo(1);
                assertThat(points("build_info").get(0).value()).isEqualTo(PointValue.of(1.0));
            }
        }
    }

    @Test
    void takesGzip() throws Exception {
        byte[] page = dev.quipu.collector.Otlp.gzip("a 5\n".getBytes(StandardCharsets.UTF_8));
        try (PageServer target = new PageServer(PageServer.page("text/plain", page, "Content-Encoding: gzip"));
                TestScraper scraper = scraper(target.url())) {
            await().until(() -> !points("a").isEmpty());
        }
    }

    @Test
    void aSeriesThatVanishesEndsOnceAndSoDoAllOfATargetThatFails() throws Exception {
        try (PageServer target = PageServer.of("a{x=\"1\"} 1\na{x=\"2\"} 2\n");
                TestScraper scraper = scraper(target.url())) {
            await().until(() -> points("a").size() >= 2);
            target.answer(PageServer.page("a{x=\"2\"} 2\n"));
            await().until(() -> ended().size() == 1);
            MetricPoint end = ended().get(0);
            assertThat(end.attributes().get(0).value()).isEqualTo(AnyValue.of("1"));
            assertThat(end.value()).isEqualTo(PointValue.NONE);

            target.answer(PageServer.raw("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            await().until(() -> points("up").stream()
                            .filter(up -> up.value().equals(PointValue.of(0.0)))
                            .count()
                    >= 3);
            assertThat(ended()).hasSize(2);
            assertThat(resource(points("up").get(0), "service.instance.id")).isEqualTo("127.0.0.1:" + target.port());

            target.answer(PageServer.page("a{x=\"2\"} 2\n"));
            long before = points("a").size();
            await().until(() -> points("a").size() > before);
            assertThat(ended()).hasSize(2);
        }
    }

    private List<MetricPoint> ended() {
        return points("a").stream().filter(MetricPoint::hasNoRecordedValue).toList();
    }

    @Test
    void fetchesWhatStorageKeepsUntilItDoesNot() throws Exception {
        try (PageServer target = PageServer.of("a 1\n")) {
            String key = TargetKey.of("shop", target.url(), "cart", "one");
            storage.leases()
                    .store(new JsonObject()
                            .put("key", key)
                            .put("tenant", "shop")
                            .put("url", target.url())
                            .put("intervalMillis", 100)
                            .put("timeoutMillis", 100)
                            .put("job", "cart")
                            .put("instance", "one")
                            .put("labels", new JsonObject().put("env", "prod"))
                            .put("honorLabels", false));
            try (TestScraper scraper = new TestScraper(storage, Map.of())) {
                await().until(() -> points("a").size() >= 2);
                assertThat(storage.heads()).allMatch(head -> head.tenant().equals("shop"));
                await().until(() -> storage.leases().results().containsKey(key));
                JsonObject result = storage.leases().results().get(key);
                assertThat(result.getBoolean("up")).isTrue();
                assertThat(result.getInteger("samples")).isEqualTo(1);
                assertThat(result.getString("tenant")).isEqualTo("shop");

                storage.leases().forget(key);
                await().until(() -> scraper.metrics
                                .get("quipu.collector.scrape.targets")
                                .gauge()
                                .value()
                        == 0);
                int requests = target.requests();
                await().during(java.time.Duration.ofMillis(400)).until(() -> target.requests() <= requests + 1);
            }
        }
    }

    @Test
    void fetchesNothingWithoutALease() throws Exception {
        try (PageServer target = PageServer.of("a 1\n");
                TestScraper scraper = scraper(target.url())) {
            await().until(() -> target.requests() >= 2);
            storage.leases().away(true);
            await().until(() -> scraper.counted("quipu.collector.scrape.skipped", "reason", "no_lease") >= 2);
            int requests = target.requests();
            await().until(() -> scraper.counted("quipu.collector.scrape.skipped", "reason", "no_lease") >= 4);
            assertThat(target.requests()).isEqualTo(requests);
            storage.leases().away(false);
            await().until(() -> target.requests() > requests);
        }
    }

    @Test
    void aSlotThatTwoFetchIsStoredOnce() throws Exception {
        storage.leases().generous(true);
        try (PageServer target = PageServer.of("a 1\n");
                TestScraper one = scraper(target.url());
                TestScraper two = scraper(target.url())) {
            await().until(() -> target.requests() >= 12 && storage.counted("duplicate") >= 12);
            assertThat(points("a").stream().map(MetricPoint::timeUnixNano)).doesNotHaveDuplicates();
            assertThat(points("a").size()).isLessThan(target.requests());
        }
    }

    @Test
    void targetsInFilesComeAndGoWithThem(@TempDir Path directory) throws Exception {
        try (PageServer one = PageServer.of("a 1\n");
                PageServer two = PageServer.of("a 1\n")) {
            Path json = directory.resolve("a.json");
            Path yaml = directory.resolve("b.yml");
            Files.writeString(json, """
                    [{"targets": ["127.0.0.1:%d"],
                      "labels": {"job": "files", "__metrics_path__": "/m", "__param_x": "a b",
                                 "__scrape_interval__": "100ms", "__meta_x": "y", "env": "prod"}},
                     {"targets": ["bad host:1", "127.0.0.1:1"], "labels": {"__scrape_interval__": "soon"}}]
                    """.formatted(one.port()));
            List<String> asked = new java.util.concurrent.CopyOnWriteArrayList<>();
            one.answer((out, request) -> {
                asked.add(request);
                PageServer.page("a 1\n").answer(out, request);
            });
            TestScraper scraper = new TestScraper(
                    storage,
                    Map.of(
                            "quipu.collector.scrape.files.paths",
                            directory + "/*.json," + directory + "/*.yml",
                            "quipu.collector.scrape.files.refresh",
                            "50MS"));
            try (scraper) {
                await().until(() -> points("a").size() >= 2);
                assertThat(asked.get(0)).startsWith("GET /m?x=a+b HTTP/1.1");
                assertThat(resource(points("a").get(0), "service.name")).isEqualTo("files");
                assertThat(resource(points("a").get(0), "env")).isEqualTo("prod");
                assertThat(resource(points("a").get(0), "__meta_x")).isEmpty();

                Files.writeString(yaml, "- targets: ['127.0.0.1:" + two.port() + "']\n  labels:\n    job: two\n");
                await().until(() -> two.requests() >= 1);

                Files.writeString(json, "this is no list");
                int before = one.requests();
                await().until(() -> one.requests() > before + 1);

                Files.delete(json);
                await().until(() -> ended().stream()
                        .anyMatch(end -> resource(end, "service.name").equals("files")));
                assertThat(points("up").stream()
                                .filter(up -> resource(up, "service.name").equals("files"))
                                .filter(MetricPoint::hasNoRecordedValue))
                        .hasSize(1);
                int after = one.requests();
                await().until(() -> two.requests() >= 5);
                assertThat(one.requests()).isLessThanOrEqualTo(after + 1);
            }
        }
    }

    @Test
    void aSlowTargetIsNeverAskedTwiceAtOnce() throws Exception {
        java.util.concurrent.atomic.AtomicInteger open = new java.util.concurrent.atomic.AtomicInteger();
        java.util.concurrent.atomic.AtomicInteger most = new java.util.concurrent.atomic.AtomicInteger();
        try (PageServer target = new PageServer((out, request) -> {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    Thread.sleep(300);
                    open.decrementAndGet();
                    PageServer.page("a 1\n").answer(out, request);
                });
                TestScraper scraper = scraper(target.url(), "targets[0].interval", "500MS")) {
            await().until(() -> target.requests() >= 6);
            assertThat(most).hasValue(1);
        }
    }
}
