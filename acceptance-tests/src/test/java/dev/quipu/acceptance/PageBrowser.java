package dev.quipu.acceptance;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The Chromium of this machine, without a window. Like all of Playwright it is used by one thread. */
final class PageBrowser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final double PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final Playwright playwright;
    private final Browser browser;

    PageBrowser() {
        Path chromium = chromium();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setExecutablePath(chromium);
        if (System.getProperty("user.name").equals("root")) {
            // Chromium's sandbox refuses to run as root.
            options.setArgs(List.of("--no-sandbox"));
        }
        browser = playwright.chromium().launch(options);
    }

    /** A window on a wide screen, in dark colours. */
    WatchedPage open(URI base) {
        return open(base, 1280, 900, ColorScheme.DARK);
    }

    /** A window that shares nothing with any other: no cache, no storage. */
    WatchedPage open(URI base, int width, int height, ColorScheme colours) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(base.toString())
                .setViewportSize(width, height)
                .setColorScheme(colours));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        return new WatchedPage(page);
    }

    private static Path chromium() {
        for (String directory : System.getenv("PATH").split(":")) {
            for (String name : NAMES) {
                Path file = Path.of(directory, name);
                if (Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        throw new IllegalStateException("expected one of " + NAMES
                + " on the PATH, which the tests of the page look through; on Debian: apt-get install chromium");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
