package dev.quipu.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The way of a person from "something is slow" to "this is why", by what is to be read on the page. */
class PageIT {

    private static final String SLOW_HOST = "payments-db-eu-2.internal";

    @Test
    void leadsFromAnOverviewToTheReason() {
        DemoServices services = DemoServices.shared();
        services.awaitIncidentCausedBy("shop/payment");
        try (PageBrowser browser = new PageBrowser();
                WatchedPage page = browser.open(services.page())) {
            page.go("/");
            findTheSlowestRequests(page);
            drawABoxAroundThem(page);
            readWhatIsDifferent(page);
            openTheSlowest(page);
            readItsCriticalPath(page);
            readItsLogs(page);
            readTheFirstCause(page);
            page.assertNoTrouble();
        }
    }

    /** The component with the highest p99, and among its spans those of the slowest name. */
    private static void findTheSlowestRequests(WatchedPage page) {
        page.expectHeading("Overview");
        Locator slowest = page.panel("Slowest components").getByRole(AriaRole.ROW);
        assertThat(slowest.nth(1)).containsText("payment");
        slowest.nth(1).getByRole(AriaRole.LINK).first().click();
        page.expectHeading("payment");
        page.link("SELECT payments").click();
        page.expectHeading("Traces");
    }

    /** The slow ones lie apart from the others, in the upper half of the map. */
    private static void drawABoxAroundThem(WatchedPage page) {
        Locator map = page.page()
                .getByRole(
                        AriaRole.APPLICATION,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^Heat map of spans")));
        assertThat(map).isVisible();
        BoundingBox bounds = map.boundingBox();
        page.page().mouse().move(bounds.x + bounds.width * 0.3, bounds.y + 8);
        page.page().mouse().down();
        page.page().mouse().move(bounds.x + bounds.width - 2, bounds.y + bounds.height * 0.45);
        page.page().mouse().up();
        assertThat(map).hasAccessibleName(Pattern.compile("\\d+ spans of [\\d.]+ m?s to [\\d.]+ s, "));
    }

    private static void readWhatIsDifferent(WatchedPage page) {
        Locator difference = page.panel("What is different about these");
        assertThat(difference).containsText(Pattern.compile("\\d+ selected spans against [\\d,]+ others"));
        Locator first = difference.getByRole(AriaRole.LISTITEM).first();
        assertThat(first).containsText("server.address = \"" + SLOW_HOST + "\"");
        assertThat(first).containsText("100 %");
    }

    private static void openTheSlowest(WatchedPage page) {
        page.button("Slowest").click();
        Locator found = page.panel("Found").getByRole(AriaRole.ROW);
        assertThat(found.nth(1)).containsText("payment");
        found.nth(1).getByRole(AriaRole.LINK).click();
        page.expectHeading("frontend: POST /checkout");
    }

    private static void readItsCriticalPath(WatchedPage page) {
        Locator part = page.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^payment SELECT payments .*%$")));
        assertThat(part).isVisible();
        Matcher share = Pattern.compile("([\\d.]+) %").matcher(part.innerText());
        assertThat(share.find()).isTrue();
        assertThat(Double.parseDouble(share.group(1))).isGreaterThan(80);

        part.click();
        Locator span = page.panel("SELECT payments");
        assertThat(span.getByText(SLOW_HOST)).isVisible();
        assertThat(page.page().getByRole(AriaRole.TREEITEM, new Page.GetByRoleOptions().setSelected(true)))
                .containsText("SELECT payments");
    }

    private static void readItsLogs(WatchedPage page) {
        page.link("Logs of the trace").click();
        page.expectHeading("Logs");
        Locator warning = page.panel("Records")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText("warn"));
        assertThat(warning).hasCount(1);
        assertThat(warning).containsText(SLOW_HOST);
        warning.getByRole(AriaRole.BUTTON).click();
        assertThat(page.link("Its trace")).isVisible();
    }

    private static void readTheFirstCause(WatchedPage page) {
        page.link("Incidents").click();
        page.expectHeading("Incidents");
        page.panel("Incidents")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText("shop/payment"))
                .getByRole(AriaRole.LINK)
                .click();
        page.expectHeading("Incident: ");
        // Whose span began in an earlier minute is named first.
        List.of("shop/checkout", "shop/frontend", "shop/payment").forEach(page::expectHeading);
        Locator first = page.panel("Likely causes, the likeliest first")
                .getByRole(AriaRole.LISTITEM)
                .first();
        assertThat(first.getByRole(AriaRole.HEADING)).containsText("shop/payment strong");
        assertThat(first).containsText(SLOW_HOST);
    }
}
