package dev.quipu.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists show every record once, whatever comes in while they are read. */
class PageListsIT {

    private static final int SPANS = 120;
    private static final int PER_PAGE = 50;

    private static PageBrowser browser;

    private final DemoServices services = DemoServices.shared();
    private final String service = "list-" + UUID.randomUUID();
    private final Random random = new Random(6);
    private final WatchedPage page = browser.open(services.page());

    @BeforeAll
    static void startTheBrowser() {
        browser = new PageBrowser();
    }

    @AfterAll
    static void stopTheBrowser() {
        browser.close();
    }

    @AfterEach
    void closeThePage() {
        page.assertNoTrouble();
        page.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&order=slowest", "&view=traces", "&view=traces&order=slowest"})
    void pagesNeitherRepeatNorSkip(String list) throws IOException {
        List<Span> sent = send(SPANS);
        page.go("/traces?q=" + ofThisTest() + list);
        Locator links = page.panel("Found").getByRole(AriaRole.ROW).getByRole(AriaRole.LINK);
        Locator more = page.button("Show more");
        for (int shown = PER_PAGE; shown < SPANS; shown += PER_PAGE) {
            assertThat(links).hasCount(shown);
            send(5);
            more.click();
        }
        assertThat(page.page().getByText("That is all: ")).isVisible();
        assertThat(traceIdsOf(links)).doesNotHaveDuplicates().containsAll(traceIdsOf(sent));
    }

    @Test
    void spansAppearAsTheyComeInAndThoseOfAPauseAfterIt() throws IOException {
        page.go("/traces?view=live&q=" + ofThisTest());
        Locator rows = page.panel("Found").getByRole(AriaRole.ROW);
        assertThat(page.page().getByText("Nothing yet.")).isVisible();
        awaitListening();
        send(Requests.of(service, Requests.span("the first")));
        assertThat(page.page().getByText("1 span since you began to look")).isVisible();
        assertThat(rows.nth(1)).containsText("the first");

        page.button("Pause").click();
        assertThat(page.button("Go on")).isVisible();
        send(Requests.of(service, Requests.span("the second")));
        page.button("Go on").click();
        assertThat(page.page().getByText("2 spans since you began to look")).isVisible();
        assertThat(rows.nth(1)).containsText("the second");
        assertThat(rows.nth(2)).containsText("the first");
    }

    @Test
    void logRecordsAppearAsTheyComeInAndThoseOfAPauseAfterIt() throws IOException {
        page.page().navigate("/logs?view=live&q=" + ofThisTest());
        Locator records = page.panel("Records").getByRole(AriaRole.LISTITEM);
        assertThat(page.page().getByText("Nothing yet.")).isVisible();
        awaitListening();
        sendLog("before the pause");
        assertThat(records.first()).containsText("before the pause");

        page.button("Pause").click();
        assertThat(page.button("Go on")).isVisible();
        sendLog("in the pause");
        page.button("Go on").click();
        assertThat(records.first()).containsText("in the pause");
        awaitListening();
        sendLog("after the pause");
        assertThat(records.first()).containsText("after the pause");
        assertThat(records).hasCount(3);
    }

    /** What comes from then on is shown. */
    private void awaitListening() {
        assertThat(page.page().getByText("live", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
    }

    /** Spans of traces of their own, at random times of the last minutes and of random lengths. */
    private List<Span> send(int count) throws IOException {
        long now = Requests.unixNano(Instant.now());
        List<Span> spans = IntStream.range(0, count)
                .mapToObj(i -> {
                    long end = now - random.nextLong(Duration.ofMinutes(5).toNanos());
                    return Requests.span("work " + random.nextInt(9))
                            .setStartTimeUnixNano(end - random.nextLong(1_000_000_000))
                            .setEndTimeUnixNano(end)
                            .build();
                })
                .toList();
        send(Requests.of(service, spans));
        return spans;
    }

    private void send(ExportTraceServiceRequest request) throws IOException {
        assertThat(services.otlpHttp().post(request.toByteArray()).status()).isEqualTo(200);
    }

    private void sendLog(String body) throws IOException {
        LogRecord record = LogRecord.newBuilder()
                .setTimeUnixNano(Requests.unixNano(Instant.now()))
                .setBody(AnyValue.newBuilder().setStringValue(body))
                .build();
        ExportLogsServiceRequest request = ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(Requests.attribute("service.name", service)))
                        .addScopeLogs(ScopeLogs.newBuilder().addLogRecords(record)))
                .build();
        assertThat(services.otlpHttp().postLogs(request.toByteArray()).status()).isEqualTo(200);
    }

    private static List<String> traceIdsOf(Locator links) {
        List<?> addresses = (List<?>) links.evaluateAll("links => links.map((link) => link.getAttribute('href'))");
        return addresses.stream()
                .map(address -> address.toString().replaceFirst("^/trace/([0-9a-f]{32}).*$", "$1"))
                .toList();
    }

    private static List<String> traceIdsOf(List<Span> spans) {
        return spans.stream().map(span -> OtlpSpan.hex(span.getTraceId())).toList();
    }

    private String ofThisTest() {
        return PageAddresses.encoded("service = \"" + service + "\"");
    }
}
