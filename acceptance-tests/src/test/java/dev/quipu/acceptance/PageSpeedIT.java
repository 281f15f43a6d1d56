package dev.quipu.acceptance;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How fast the page is, each time in a browser that was started for it: the median of a few rounds. Wants a machine that
 * does nothing else, so it runs only when asked for, by {@code benchmarks/page}; the table is left in
 * {@code target/page-speed.md}.
 */
@EnabledIfSystemProperty(named = "quipu.page.rounds", matches = "\\d+")
class PageSpeedIT {

    /** Milliseconds since the navigation began until a function is true in a frame that was drawn. */
    private static final String MILLIS_UNTIL = """
            () => new Promise((resolve) => {
              const look = () => (%s)() ? requestAnimationFrame(() => resolve(performance.now()))
                : requestAnimationFrame(look);
              look();
            })""";

    private static final String OVERVIEW_IS_USABLE = "() => document.querySelector('main table a[href]')";
    private static final String TRACE_IS_DRAWN = "() => document.querySelector('[role=treeitem]')";

    /** Chooses the next span by its key: that is answered only when nothing else occupies the page. */
    private static final String TRACE_IS_INTERACTIVE = """
            () => {
              const tree = document.querySelector('[role=tree]');
              if (tree && !tree.dataset.pressed) {
                tree.dataset.pressed = 'yes';
                tree.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
              }
              return document.querySelector('[role=treeitem][aria-selected=true]');
            }""";

    private static final String KIB_OF_SCRIPT = """
            () => performance.getEntriesByType('resource')
              .filter((resource) => new URL(resource.name).pathname.endsWith('.js'))
              .reduce((sum, resource) => sum + resource.encodedBodySize, 0) / 1024""";

    private static final String FRAMES_PER_SECOND = """
            () => new Promise((resolve) => {
              const tree = document.querySelector('[role=tree]');
              let frames = 0;
              let begun;
              const step = (now) => {
                begun ??= now;
                tree.scrollTop += 90;
                if (now - begun < 3000) {
                  frames++;
                  requestAnimationFrame(step);
                } else {
                  resolve(frames / ((now - begun) / 1000));
                }
              };
              requestAnimationFrame(step);
            })""";

    private final DemoServices services = DemoServices.shared();
    private final int rounds = Integer.getInteger("quipu.page.rounds");
    private final List<String> lines =
            new ArrayList<>(List.of("| what | expected | got | holds |", "|---|---|---|---|"));
    private final SoftAssertions all = new SoftAssertions();

    @Test
    void isFast() throws IOException {
        String large = "/trace/" + LargeTrace.send(services.otlpHttp(), 10_000, 1);
        String largest = "/trace/" + LargeTrace.send(services.otlpHttp(), 100_000, 2);

        atMost(1_500, "ms until the first page is usable", cold("/", millisUntil(OVERVIEW_IS_USABLE)));
        atMost(400, "KiB of compressed script for the first page", cold("/", page -> {
            page.settle();
            return number(page.page().evaluate(KIB_OF_SCRIPT));
        }));
        atMost(1_500, "ms until 10,000 spans are interactive", cold(large, millisUntil(TRACE_IS_INTERACTIVE)));
        atLeast(50, "frames a second while they are scrolled", cold(large, page -> {
            page.page().waitForFunction(TRACE_IS_INTERACTIVE);
            return number(page.page().evaluate(FRAMES_PER_SECOND));
        }));
        atMost(6_000, "ms until 100,000 spans are open", cold(largest, millisUntil(TRACE_IS_DRAWN)));

        Files.write(Checkout.TARGET.resolve("page-speed.md"), lines);
        all.assertAll();
    }

    private static Function<WatchedPage, Double> millisUntil(String isThere) {
        return page -> number(page.page().evaluate(MILLIS_UNTIL.formatted(isThere)));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** The median of what a browser says that sees the address for the first time. */
    private double cold(String address, Function<WatchedPage, Double> figure) {
        List<Double> figures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (PageBrowser browser = new PageBrowser();
                    WatchedPage page = browser.open(services.page())) {
                page.page().navigate(address, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                figures.add(figure.apply(page));
                page.assertNoTrouble();
            }
        }
        return figures.stream().sorted().toList().get(rounds / 2);
    }

    private void atMost(double limit, String what, double got) {
        told(what, "at most " + (int) limit, got, got <= limit);
    }

    private void atLeast(double limit, String what, double got) {
        told(what, "at least " + (int) limit, got, got >= limit);
    }

    private void told(String what, String expected, double got, boolean holds) {
        lines.add("| %s | %s | %.0f | %s |".formatted(what, expected, got, holds ? "yes" : "no"));
        all.assertThat(holds)
                .as("%s: expected %s, got %.0f", what, expected, got)
                .isTrue();
    }
}
