package dev.quipu.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Sends the traffic of a {@link Shop} over the last minutes to a collector and says where to look for what is wrong in
 * it. Ends with 0 when every span and log record was acknowledged, 1 when one was not, 2 when the options are not understood.
 */
public final class Demo {

    private static final int VISITS_BETWEEN_FLUSHES = 100;
    private static final int ORDERS_PER_MAIL_BATCH = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration METRICS_INTERVAL = Duration.ofSeconds(30);

    private final Options options;
    private final Instant end = Instant.now().minusSeconds(5);
    private final Instant start;
    private final PastClock clock;
    private final CountingExporter spans;
    private final CountingLogExporter logs;
    private final Shop shop;
    private final Random random;
    private final Player player = new Player();
    private Instant toldUntil;
    private final List<SpanContext> unmailedOrders = new ArrayList<>();

    private Demo(Options options) {
        this.options = options;
        this.start = end.minus(options.past());
        this.toldUntil = start;
        this.clock = new PastClock(start);
        this.spans = new CountingExporter(OtlpHttpSpanExporter.builder()
                .setEndpoint(door("/v1/traces"))
                .setCompression("gzip")
                .setTimeout(TIMEOUT)
                .build());
        this.logs = new CountingLogExporter(OtlpHttpLogRecordExporter.builder()
                .setEndpoint(door("/v1/logs"))
                .setCompression("gzip")
                .setTimeout(TIMEOUT)
                .build());
        MetricExporter metrics = OtlpHttpMetricExporter.builder()
                .setEndpoint(door("/v1/metrics"))
                .setCompression("gzip")
                .setTimeout(TIMEOUT)
                .build();
        this.random = new Random(options.seed());
        this.shop = new Shop(random, new Telemetry(spans, logs, metrics, clock));
    }

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            System.exit(new Demo(Options.parse(arguments)).run() ? 0 : 1);
        } catch (IllegalArgumentException notUnderstood) {
            System.err.println(notUnderstood.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
        }
    }

    private boolean run() {
        if (!collectorListens()) {
            System.err.printf("Nothing listens at %s; ./quipu up starts it%n", options.collector());
            return false;
        }
        System.out.printf("Sending %,d visits to %s ...%n", options.traces(), options.collector());
        for (int visit = 0; visit < options.traces() && spans.failed() == 0; visit++) {
            double progress = (visit + random.nextDouble()) / options.traces();
            Instant at = start.plusMillis((long) (options.past().toMillis() * progress));
            tellMetricsUntil(at);
            play(progress, at);
            if (visit % VISITS_BETWEEN_FLUSHES == 0) {
                flush();
            }
        }
        flush();
        tellMetricsUntil(end.plus(METRICS_INTERVAL));
        return report();
    }

    private String door(String path) {
        return options.collector().resolve(path).toString();
    }

    /** As often as an SDK would have, had it run all the time. */
    private void tellMetricsUntil(Instant time) {
        while (toldUntil.plus(METRICS_INTERVAL).isBefore(time)) {
            toldUntil = toldUntil.plus(METRICS_INTERVAL);
            clock.putTo(toldUntil);
            join(shop.instances().stream().map(Instance::tellMetrics).toList());
        }
    }

    private boolean collectorListens() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            options.collector().getHost(), options.collector().getPort()),
                    3_000);
            return true;
        } catch (IOException notListening) {
            return false;
        }
    }

    private void play(double progress, Instant at) {
        Instant end = player.play(shop.visit(progress), at).end();
        unmailedOrders.addAll(player.takeSentMessages());
        if (unmailedOrders.size() >= ORDERS_PER_MAIL_BATCH) {
            player.play(shop.sendMails(unmailedOrders), end.plusMillis(40));
            unmailedOrders.clear();
        }
    }

    private void flush() {
        join(shop.instances().stream().map(Instance::flush).toList());
    }

    private static void join(List<CompletableResultCode> sent) {
        CompletableResultCode.ofAll(sent).join(60, TimeUnit.SECONDS);
    }

    private boolean report() {
        System.out.printf("%,d spans sent, %,d acknowledged%n", player.spans(), spans.acknowledged());
        System.out.printf("%,d log records sent, %,d acknowledged%n", player.logs(), logs.acknowledged());
        if (spans.acknowledged() != player.spans() || logs.acknowledged() != player.logs()) {
            System.err.println("Not every record was acknowledged; ./quipu logs says why");
            return false;
        }
        String window = "&start=" + micros(start) + "&end=" + micros(end.plusSeconds(60)) + "&limit=20";
        System.out.printf(
                """
                Look at
                  the web page                    %1$s/
                  what went wrong, and why        %1$s/v1/incidents (within a minute)
                  slow checkouts, since a while   %1$s/api/traces?service=checkout&minDuration=1s%2$s
                  and what they have in common    server.address = %3$s on payment's spans
                  failing recommendations         %1$s/api/traces?service=recommendation&tags=%4$s%2$s
                  and what they have in common    service.version = %5$s
                  everything the shop is made of  %1$s/api/services
                """,
                trimmed(options.readApi().toString()),
                window,
                Shop.SLOW_HOST,
                URLEncoder.encode("{\"error\":\"true\"}", UTF_8),
                Shop.BAD_VERSION);
        return true;
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1_000;
    }

    private static String trimmed(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
