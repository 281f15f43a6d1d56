package dev.quipu.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** What the page draws is to be had by a link as well, for a wiki or a chat: as a picture and as data. */
class ChartLinksIT {

    private static final String OPEN_MENUS = """
            () => document.querySelectorAll('details.chart-menu').forEach((menu) => { menu.open = true; })""";

    private static PageBrowser browser;
    private static WatchedPage page;

    @BeforeAll
    static void openThePage() throws IOException {
        DemoServices services = DemoServices.shared();
        HostileRecords.sentTo(services);
        browser = new PageBrowser();
        page = browser.open(services.page());
    }

    @AfterAll
    static void stopTheBrowser() {
        browser.close();
    }

    @AfterEach
    void nothingHappened() {
        page.assertNoTrouble();
    }

    static List<String> addresses() {
        String plot =
                "[{\"match\":\"http.server.request.duration\",\"function\":\"histogram_quantile\",\"quantile\":\"0.99\","
                        + "\"aggregate\":\"sum\",\"by\":\"service\",\"unit\":\"s\",\"kind\":\"histogram\"}]";
        return List.of(
                "/traces",
                "/traces?chart=counts&by=service",
                "/traces?chart=counts&by=name",
                "/logs",
                "/service/checkout",
                "/metrics?show=" + PageAddresses.encoded(plot));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void leadToPicturesAndRows(String address) throws Exception {
        page.go(address);
        page.page().evaluate(OPEN_MENUS);
        List<String> pictures = hrefs("svg");
        List<String> rows = hrefs("csv");
        assertThat(pictures).isNotEmpty().hasSameSizeAs(rows);
        for (String picture : pictures) {
            assertDraws(get(picture, "image/svg+xml"));
        }
        for (String table : rows) {
            assertThat(get(table, "text/csv").text().lines().limit(2))
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("time");
        }
    }

    @Test
    void keepTheirTimeRelativeToNow() {
        page.go("/traces?last=3h");
        page.page().evaluate(OPEN_MENUS);
        assertThat(hrefs("svg"))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(link).contains("from=now-3h"));
    }

    @Test
    void areShownByTheBrowserAsTheyAre() {
        page.go("/traces?chart=counts&by=name");
        page.page().evaluate(OPEN_MENUS);
        page.page().navigate(hrefs("svg").get(0));
        assertThat(page.page().locator("svg").first().getAttribute("role")).isEqualTo("img");
        assertThat(page.page().locator("script, image, foreignObject, a").count())
                .isZero();
    }

    /** Well-formed XML that holds a drawing, its title, and nothing that could act. */
    private static void assertDraws(APIResponse picture) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document svg = factory.newDocumentBuilder().parse(new ByteArrayInputStream(picture.body()));
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(svg.getElementsByTagName("path").getLength()
                        + svg.getElementsByTagName("rect").getLength()
                        + svg.getElementsByTagName("polyline").getLength())
                .isPositive();
        for (String acting : List.of("script", "a", "image", "foreignObject", "use", "style")) {
            assertThat(svg.getElementsByTagName(acting).getLength()).as(acting).isZero();
        }
        assertThat(picture.text()).doesNotContain("No data in this time");
        assertThat(picture.headers().get("content-security-policy")).contains("default-src 'none'");
    }

    private static List<String> hrefs(String format) {
        return page.page().locator("a[href*='/v1/charts/']").all().stream()
                .map((Locator link) -> link.getAttribute("href"))
                .filter(link -> link.contains("." + format + "?"))
                .toList();
    }

    private static APIResponse get(String address, String type) {
        APIResponse answer = page.page().context().request().get(address);
        assertThat(answer.status()).as("%s: %s", address, answer.text()).isEqualTo(200);
        assertThat(answer.headers().get("content-type")).startsWith(type);
        return answer;
    }
}
