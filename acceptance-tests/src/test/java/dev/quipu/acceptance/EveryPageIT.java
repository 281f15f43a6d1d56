package dev.quipu.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds of every page, with hostile texts among what it shows: it can be used by everybody, on a phone too, in both
 * colours, and says nothing to the console.
 */
class EveryPageIT {

    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final String CANVAS_PIXELS = "canvas => canvas.toDataURL()";
    private static final String BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor";

    private static PageBrowser browser;
    private static WatchedPage dark;
    private static WatchedPage lightOnAPhone;

    @BeforeAll
    static void openThePages() throws IOException {
        DemoServices services = DemoServices.shared();
        HostileRecords.sentTo(services);
        browser = new PageBrowser();
        dark = browser.open(services.page());
        lightOnAPhone = browser.open(services.page(), PHONE_WIDTH, PHONE_HEIGHT, ColorScheme.LIGHT);
    }

    @AfterAll
    static void closeThePages() {
        browser.close();
    }

    static List<String> addresses() {
        return PageAddresses.of(DemoServices.shared());
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void isAccessibleInTheDark(String address) {
        dark.go(address);
        assertSound(dark);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void isAccessibleInTheLightOfAPhone(String address) {
        lightOnAPhone.go(address);
        assertSound(lightOnAPhone);
    }

    private static void assertSound(WatchedPage page) {
        page.assertNoTrouble();
        assertThat(page.page().getByRole(AriaRole.ALERT).allInnerTexts()).isEmpty();
        assertThat(page.page().locator(HostileText.ELEMENTS)).hasCount(0);
        assertThat(Accessibility.seriousFindings(page.page())).isEmpty();
        assertThat(page.widthBeyondWindow()).as("pixels too wide").isZero();
    }

    @Test
    void menuOpensOnAPhoneAndClosesBehindAChoice() {
        lightOnAPhone.go("/");
        assertThat(lightOnAPhone.link("Logs")).not().isVisible();
        lightOnAPhone.button("Menu").click();
        lightOnAPhone.link("Logs").click();
        lightOnAPhone.expectHeading("Logs");
        assertThat(lightOnAPhone.link("Logs")).not().isVisible();
    }

    @Test
    void coloursAreThoseOfTheSystemUntilOthersAreChosen() {
        try (WatchedPage page = browser.open(DemoServices.shared().page())) {
            page.go("/traces");
            String dark = background(page);
            String darkMap = heatMap(page);
            page.button("☀ Light").click();
            assertThat(page.button("☾ Dark")).isVisible();
            String light = background(page);
            assertThat(brightness(light)).isGreaterThan(0.8);
            assertThat(brightness(dark)).isLessThan(0.2);
            assertThat(heatMap(page)).as("charts are drawn anew").isNotEqualTo(darkMap);

            page.go("/logs");
            assertThat(background(page)).as("after a choice").isEqualTo(light);
            page.assertNoTrouble();
        }
    }

    private static String background(WatchedPage page) {
        return (String) page.page().evaluate(BACKGROUND);
    }

    private static String heatMap(WatchedPage page) {
        return (String)
                page.page().getByRole(AriaRole.APPLICATION).locator("canvas").evaluate(CANVAS_PIXELS);
    }

    /** 0 for black to 1 for white, of a colour such as rgb(16, 24, 32). */
    private static double brightness(String colour) {
        String[] parts = colour.replaceAll("[^\\d,]", "").split(",");
        return (Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]) + Integer.parseInt(parts[2])) / 765.0;
    }
}
