package dev.quipu.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a text of a record says, it is text, on every page that shows it. */
class HostileTextIT {

    /** Characters that would be there without being seen, or turn around what is. */
    private static final String UNSEEN =
            "() => /[\\0-\\x08\\x0e-\\x1f\\u202a-\\u202e\\u2066-\\u2069]/.test(document.documentElement.textContent)";

    private static PageBrowser browser;
    private static HostileRecords records;
    private static WatchedPage page;

    @BeforeAll
    static void send() throws IOException {
        DemoServices services = DemoServices.shared();
        records = HostileRecords.sentTo(services);
        browser = new PageBrowser();
        page = browser.open(services.page());
    }

    @AfterAll
    static void stopTheBrowser() {
        browser.close();
    }

    @AfterEach
    void nothingHappened() {
        assertThat(page.page().locator(HostileText.ELEMENTS)).hasCount(0);
        assertThat(page.page().evaluate(UNSEEN)).as("unseen characters").isEqualTo(false);
        assertThat(page.widthBeyondWindow()).as("pixels too wide").isZero();
        page.assertNoTrouble();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/traces?q=%s",
                "/traces?chart=counts&by=name&q=%s",
                "/traces?chart=counts&by=service&q=%s",
                "/trace/%2$s?view=table",
                "/compare?base=%2$s&other=%2$s",
                "/logs?q=%s",
                "/services?view=list",
                "/metrics",
            })
    void isTextInLists(String address) {
        page.go(address.formatted(ofTheTrace(), records.traceId()));
        expectAll(page.page().locator("main"));
    }

    /** Drawn, or shortened, or only some of the texts: no matter which, as long as they do nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/traces?view=traces&q=%s",
                "/trace/%2$s?view=flame",
                "/services",
                "/services?view=calls",
                "/logs?view=patterns&q=%s",
                "/ledger?trace=%2$s",
                "/settings"
            })
    void doesNothingInPictures(String address) {
        page.go(address.formatted(ofTheTrace(), records.traceId()));
    }

    @Test
    void isTextInATrace() {
        page.go("/trace/" + records.traceId());
        Locator spans = page.page().getByRole(AriaRole.TREEITEM);
        assertThat(spans).hasCount(HostileText.ALL.size());
        expectAll(page.page().getByRole(AriaRole.TREE));
        for (HostileText text : HostileText.ALL) {
            spans.filter(new Locator.FilterOptions().setHasText(text.shown()))
                    .first()
                    .click();
            Locator span = page.page()
                    .getByRole(
                            AriaRole.REGION,
                            new Page.GetByRoleOptions().setName("Span").setExact(true));
            assertThat(span.getByRole(AriaRole.HEADING).first()).containsText(text.shown());
            assertThat(span.getByText("Logs (1)")).isVisible();
            expectAll(span);
        }
    }

    @Test
    void isTextInLogRecords() {
        page.go("/logs?q=" + ofTheTrace());
        Locator entries = page.panel("Records").getByRole(AriaRole.LISTITEM);
        assertThat(entries).hasCount(HostileText.ALL.size());
        for (Locator entry : entries.all()) {
            entry.getByRole(AriaRole.BUTTON).click();
            expectAll(entry);
        }
    }

    @Test
    void isTextAndPartOfTheAddressInServices() {
        for (HostileText text : HostileText.ALL) {
            page.go("/services?view=list");
            page.panel("Services")
                    .getByRole(AriaRole.LINK)
                    .filter(new Locator.FilterOptions().setHasText(text.shown()))
                    .click();
            assertThat(page.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .containsText(text.shown());
            page.settle();
            assertThat(page.panel("Span names, those with most time first")
                            .getByRole(AriaRole.LINK)
                            .first())
                    .containsText(text.shown());
            page.page()
                    .getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Instances and attributes"))
                    .click();
            expectAll(page.page().locator("main"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b", "../a", "{{"})
    void isOfferedToASearchAndFoundByIt(String beginning) {
        HostileText text = HostileText.ALL.stream()
                .filter(one -> one.sent().startsWith(beginning))
                .findFirst()
                .orElseThrow();
        page.go("/traces");
        Locator search = page.page().getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Search traces"));
        search.fill("service = \"" + beginning);
        page.page()
                .getByRole(AriaRole.OPTION)
                .filter(new Locator.FilterOptions().setHasText(beginning))
                .click();
        search.press("Enter");
        assertThat(page.panel("Found").getByRole(AriaRole.ROW).nth(1)).containsText(text.shown());
        page.settle();
    }

    private static String ofTheTrace() {
        return PageAddresses.encoded("traceId = \"" + records.traceId() + "\"");
    }

    /** Waits until each of the texts is to be read in a part of the page. */
    private static void expectAll(Locator part) {
        HostileText.ALL.forEach(text -> assertThat(part).containsText(text.shown()));
    }
}
