package dev.quipu.collector.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.quipu.model.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final String TRACE = "5b8efff798038103d269b633813fc60c";

    @Test
    void readsTheTextFormat() throws Exception {
        Pages.Read page = Pages.text("""
                # HELP http_requests_total The total number of HTTP requests.
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200"} 1027 1395066363000
                http_requests_total{method="post",code="400",}    3 1395066363000

                # Escaping in label values:
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

                # Minimalistic line:
                metric_without_timestamp_and_labels 12.47
                # A weird metric from before the epoch:
                something_weird{problem="division by zero"} +Inf
                # HELP rpc_duration_seconds A summary of the RPC duration in seconds.
                # TYPE rpc_duration_seconds summary
                rpc_duration_seconds{quantile="0.01"} 3102
                rpc_duration_seconds{quantile="0.99"} 76656
                rpc_duration_seconds_sum 1.7560473e+07
                rpc_duration_seconds_count 2693
                """);

        Metric requests = page.metric("http_requests_total");
        assertThat(requests.getSum().getIsMonotonic()).isTrue();
        assertThat(requests.getDescription()).isEqualTo("The total number of HTTP requests.");
        NumberDataPoint first = requests.getSum().getDataPoints(0);
        assertThat(Pages.pairs(first.getAttributesList())).containsExactly("method=post", "code=200");
        assertThat(first.getAsDouble()).isEqualTo(1027);
        assertThat(first.getTimeUnixNano()).isEqualTo(1_395_066_363_000_000_000L);
        NumberDataPoint escaped =
                page.metric("msdos_file_access_time_seconds").getGauge().getDataPoints(0);
        assertThat(Pages.pairs(escaped.getAttributesList()))
                .containsExactly("path=C:\\DIR\\FILE.TXT", "error=Cannot find file:\n\"FILE.TXT\"");
        assertThat(escaped.getTimeUnixNano()).isEqualTo(Pages.SCRAPED);
        assertThat(page.metric("something_weird").getGauge().getDataPoints(0).getAsDouble())
                .isEqualTo(Double.POSITIVE_INFINITY);
        SummaryDataPoint summary =
                page.metric("rpc_duration_seconds").getSummary().getDataPoints(0);
        assertThat(summary.getCount()).isEqualTo(2693);
        assertThat(summary.getSum()).isEqualTo(1.7560473e7);
        assertThat(summary.getQuantileValuesList())
                .extracting(SummaryDataPoint.ValueAtQuantile::getQuantile)
                .containsExactly(0.01, 0.99);
        assertThat(page.page().samples()).isEqualTo(9);
    }

    @Test
    void readsOpenMetrics() throws Exception {
        Pages.Read page = Pages.openMetrics("""
                # TYPE acme_http_router_request_seconds summary
                # UNIT acme_http_router_request_seconds seconds
                # HELP acme_http_router_request_seconds Latency though all of ACME's HTTP request router.
                acme_http_router_request_seconds_sum{path="/api/v1"} 9036.32
                acme_http_router_request_seconds_count{path="/api/v1"} 807283.0
                acme_http_router_request_seconds_created{path="/api/v1"} 1605281325.0
                # TYPE go_goroutines gauge
                go_goroutines 69 1605281326.5
                # TYPE requests counter
                requests_total{a="b"} 17.0 1520879607.789 # {trace_id="%s"} 0.67 1520879607.5
                requests_created{a="b"} 1520872607.123
                # TYPE build info
                build_info{version="1.2"} 1
                # TYPE feature stateset
                feature{feature="a"} 1
                feature{feature="bb"} 0
                # TYPE size gaugehistogram
                size_bucket{le="65536.0"} 2
                size_bucket{le="+Inf"} 4
                size_gcount 4
                size_gsum 100
                # EOF
                """.formatted(TRACE));

        Metric summary = page.metric("acme_http_router_request_seconds");
        assertThat(summary.getUnit()).isEqualTo("seconds");
        assertThat(summary.getSummary().getDataPoints(0).getStartTimeUnixNano()).isEqualTo(1_605_281_325_000_000_000L);
        assertThat(page.metric("go_goroutines").getGauge().getDataPoints(0).getTimeUnixNano())
                .isEqualTo(1_605_281_326_500_000_000L);
        NumberDataPoint counter = page.metric("requests_total").getSum().getDataPoints(0);
        assertThat(counter.getStartTimeUnixNano()).isEqualTo(1_520_872_607_123_000_000L);
        assertThat(counter.getExemplars(0).getTraceId()).isEqualTo(ByteString.fromHex(TRACE));
        assertThat(counter.getExemplars(0).getAsDouble()).isEqualTo(0.67);
        assertThat(counter.getExemplars(0).getTimeUnixNano()).isEqualTo(1_520_879_607_500_000_000L);
        assertThat(page.names()).doesNotContain("requests_created");
        assertThat(page.metric("build_info").getSum().getIsMonotonic()).isFalse();
        assertThat(page.metric("feature").getSum().getDataPointsCount()).isEqualTo(2);
        assertThat(Pages.pairs(page.metric("feature").getMetadataList())).containsExactly("prometheus.type=stateset");
        assertThat(page.metric("size").getHistogram().getDataPoints(0).getBucketCountsList())
                .containsExactly(2L, 2L);
    }

    @Test
    void theLinesOfAHistogramAreOnePointForEachSetOfLabels() throws Exception {
        Pages.Read page = Pages.openMetrics("""
                # TYPE foo histogram
                foo_bucket{le="0.1",a="x"} 8 # {trace_id="%s",user="u"} 0.054
                foo_bucket{le="1.0",a="x"} 11
                foo_bucket{le="+Inf",a="x"} 17
                foo_count{a="x"} 17
                foo_sum{a="x"} 324789.3
                foo_created{a="x"} 1520430000.123
                foo_bucket{le="+Inf",a="y"} 1
                foo_count{a="y"} 1
                # EOF
                """.formatted(TRACE));

        HistogramDataPoint x = page.metric("foo").getHistogram().getDataPoints(0);
        assertThat(Pages.pairs(x.getAttributesList())).containsExactly("a=x");
        assertThat(x.getExplicitBoundsList()).containsExactly(0.1, 1.0);
        assertThat(x.getBucketCountsList()).containsExactly(8L, 3L, 6L);
        assertThat(x.getCount()).isEqualTo(17);
        assertThat(x.getSum()).isEqualTo(324789.3);
        assertThat(x.getStartTimeUnixNano()).isEqualTo(1_520_430_000_123_000_000L);
        assertThat(Pages.pairs(x.getExemplars(0).getFilteredAttributesList())).containsExactly("user=u");
        HistogramDataPoint y = page.metric("foo").getHistogram().getDataPoints(1);
        assertThat(y.hasSum()).isFalse();
        assertThat(y.getBucketCountsList()).containsExactly(1L);
    }

    @Test
    void linesThatMakeNoHistogramStaySeries() throws Exception {
        Pages.Read page = Pages.text("""
                # TYPE falls histogram
                falls_bucket{le="1"} 5
                falls_bucket{le="2"} 4
                falls_count 5
                # TYPE nocount histogram
                nocount_bucket{le="1"} 5
                # TYPE odd histogram
                odd_bucket{le="one"} 5
                odd_count 5
                # TYPE half summary
                half_count 0.5
                """);

        assertThat(page.names())
                .containsExactly(
                        "falls_bucket", "falls_count", "nocount_bucket", "odd_bucket", "odd_count", "half_count");
        assertThat(page.metric("falls_bucket").getSum().getDataPointsCount()).isEqualTo(2);
        assertThat(page.metric("falls_bucket").getSum().getIsMonotonic()).isTrue();
    }

    @Test
    void targetInfoDescribesTheResource() throws Exception {
        Pages.Read page = Pages.text("""
                # TYPE target_info gauge
                target_info{k8s_pod_name="p",env="page"} 1
                up_since{otel_scope_name="lib",otel_scope_version="2",otel_scope_kind="k",x="y"} 5
                """);

        ResourceMetrics block = page.request().getResourceMetrics(0);
        assertThat(Pages.pairs(block.getResource().getAttributesList()))
                .containsExactly("service.name=cart", "service.instance.id=host:1", "env=prod", "k8s_pod_name=p");
        assertThat(block.getScopeMetrics(1).getScope().getName()).isEqualTo("lib");
        assertThat(block.getScopeMetrics(1).getScope().getVersion()).isEqualTo("2");
        assertThat(Pages.pairs(block.getScopeMetrics(1).getScope().getAttributesList()))
                .containsExactly("kind=k");
        assertThat(page.names()).containsExactly("target_info", "up_since");
    }

    @Test
    void labelsOfThePageGiveWayToThoseOfTheTarget() throws Exception {
        String page = "a{job=\"j\",instance=\"i\",env=\"e\",x=\"y\"} 1\n";

        assertThat(Pages.pairs(
                        Pages.text(page).metric("a").getGauge().getDataPoints(0).getAttributesList()))
                .containsExactly("exported_job=j", "exported_instance=i", "exported_env=e", "x=y");
    }

    @Test
    void aGatewaySaysWhoseSeriesTheyAre() throws Exception {
        PageTarget gateway = new PageTarget("gateway", "g:1", List.of(KeyValue.of("env", "prod")), List.of(), true);
        Pages.Read page = Pages.read("a{job=\"j\",instance=\"i\",x=\"y\"} 1\nb 2\n", PageFormat.TEXT, gateway);

        assertThat(page.request().getResourceMetricsList())
                .extracting(block -> Pages.pairs(block.getResource().getAttributesList()))
                .containsExactly(
                        List.of("service.name=gateway", "service.instance.id=g:1", "env=prod"),
                        List.of("service.name=j", "service.instance.id=i", "env=prod"));
    }

    @Test
    void theEndsOfSeriesAreWrittenByTheirHashes() throws Exception {
        String text = """
                # TYPE h histogram
                h_bucket{le="+Inf",a="1"} 5
                h_count{a="1"} 5
                h_bucket{le="+Inf",a="2"} 5
                h_count{a="2"} 5
                # TYPE s summary
                s_count 1
                g 5
                own_time 5 1395066363000
                """;
        Pages.Read before = Pages.text(text);
        Pages.Read after = Pages.text(text.replace("h_bucket{le=\"+Inf\",a=\"2\"} 5\nh_count{a=\"2\"} 5\n", "")
                .replace("g 5\n", "")
                .replace("own_time 5 1395066363000\n", ""));

        var ends = Pages.ends(before, hash -> !after.series().contains(hash));

        assertThat(before.series().size()).isEqualTo(4);
        assertThat(ends.names()).containsExactly("h", "g");
        HistogramDataPoint h = ends.metric("h").getHistogram().getDataPoints(0);
        assertThat(ends.metric("h").getHistogram().getDataPointsCount()).isEqualTo(1);
        assertThat(Pages.pairs(h.getAttributesList())).containsExactly("a=2");
        assertThat(h.getFlags()).isEqualTo(1);
        assertThat(h.getTimeUnixNano()).isEqualTo(Pages.SCRAPED);
        assertThat(ends.metric("g").getGauge().getDataPoints(0).getFlags()).isEqualTo(1);
    }

    @Test
    void namesInQuotesAreTaken() throws Exception {
        Pages.Read page = Pages.text("{\"my.metric\",\"a.b\"=\"c\"} 1\n");

        assertThat(Pages.pairs(
                        page.metric("my.metric").getGauge().getDataPoints(0).getAttributesList()))
                .containsExactly("a.b=c");
    }
}
