package dev.quipu.acceptance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;

/** The page in a window. What it says to the console, asks in a dialog or may not do by its policy is noted as trouble. */
final class WatchedPage implements AutoCloseable {

    /** Told to the console, where all trouble is looked for; the browser names no directive there by itself. */
    private static final String TELL_VIOLATIONS = """
            document.addEventListener('securitypolicyviolation', (violation) =>
              console.error(`Content-Security-Policy: ${violation.violatedDirective} ${violation.blockedURI}`));""";

    private static final String IS_SETTLED = """
            () => document.querySelector('main')?.children.length > 0
              && !document.querySelector('main [role="status"], main [aria-busy="true"]')""";

    private final Page page;
    private final List<String> troubles = new ArrayList<>();

    WatchedPage(Page page) {
        this.page = page;
        page.addInitScript(TELL_VIOLATIONS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(page.url() + " " + message.type() + ": " + message.text());
            }
        });
        page.onPageError(error -> troubles.add(page.url() + " threw: " + error));
        page.onDialog(dialog -> {
            troubles.add(page.url() + " asked: " + dialog.message());
            dialog.dismiss();
        });
    }

    Page page() {
        return page;
    }

    /** Loads an address anew and waits until all of it is shown. */
    void go(String pathAndQuery) {
        page.navigate(pathAndQuery);
        settle();
    }

    /** Waits until no part of the page waits for an answer. */
    void settle() {
        page.waitForFunction(IS_SETTLED);
    }

    void expectHeading(String title) {
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(title).setLevel(1)))
                .isVisible();
    }

    /** The part of the page under a heading. */
    Locator panel(String heading) {
        Locator title = page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading).setExact(true));
        return page.locator("section").filter(new Locator.FilterOptions().setHas(title));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Pixels by which the page would have to be scrolled sideways. */
    int widthBeyondWindow() {
        return (int) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** Of what was done since this was asked last. */
    void assertNoTrouble() {
        List<String> since = List.copyOf(troubles);
        troubles.clear();
        assertThat(since).as("console, dialogs and policy").isEmpty();
    }

    @Override
    public void close() {
        page.context().close();
    }
}
