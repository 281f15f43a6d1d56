package dev.quipu.acceptance;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What axe-core finds on a page. It is the one that the page's own scripts use, which its build installs. */
final class Accessibility {

    private static final Path AXE =
            Checkout.ROOT.resolve("analysis-service/src/main/webui/node_modules/axe-core/axe.min.js");

    private static final String SERIOUS = """
            async () => {
              const { violations } = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
                resultTypes: ['violations'],
              });
              return violations
                .filter((violation) => ['serious', 'critical'].includes(violation.impact))
                .flatMap((violation) => violation.nodes.slice(0, 3).map((node) =>
                  `${violation.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
            }""";

    private Accessibility() {}

    /** Findings of the impact serious or critical, each with the element that it is about. */
    static List<?> seriousFindings(Page page) {
        // As the debugger does it: the page's own policy allows no inline script.
        page.evaluate(source());
        return (List<?>) page.evaluate(SERIOUS);
    }

    private static String source() {
        if (!Files.isRegularFile(AXE)) {
            throw new IllegalStateException(
                    AXE + " is missing: the build of analysis-service installs it (without -DskipPage)");
        }
        try {
            return Files.readString(AXE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
