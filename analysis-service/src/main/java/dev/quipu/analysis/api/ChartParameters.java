package dev.quipu.analysis.api;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.chart.Chart;
import dev.quipu.analysis.chart.ChartLook;
import dev.quipu.analysis.read.StepLength;
import dev.quipu.analysis.read.Window;
import dev.quipu.model.TenantName;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What every chart is asked for with. */
public class ChartParameters {

    private static final int LONGEST_TITLE = 200;

    @RestHeader(TenantName.HEADER)
    @Parameter(description = Tenant.DESCRIPTION)
    Optional<String> tenant = Optional.empty();

    @RestPath
    @Parameter(description = "`svg`: a picture; `csv`: a row for each step; `json`.", example = "svg")
    String format = "";

    @RestQuery
    @Parameter(
            description = "Start of the time, RFC 3339, nanoseconds since 1970, or like `now-15m`; as far before the"
                    + " end as configured when absent.",
            example = "now-1h")
    Optional<String> from = Optional.empty();

    @RestQuery
    @Parameter(
            description = "End of the time, RFC 3339, nanoseconds since 1970, or like `now-15m`; now when absent.",
            example = "now")
    Optional<String> to = Optional.empty();

    @RestQuery
    @Parameter(
            description = "Length of a step, such as 30s or 5m; at most a hundred of them when absent.",
            example = "1m")
    Optional<String> step = Optional.empty();

    @RestQuery
    @Parameter(description = "Width of a picture in pixels, 200 to 4000; 800 when absent.", example = "800")
    Optional<String> width = Optional.empty();

    @RestQuery
    @Parameter(description = "Height of a picture in pixels, 100 to 2000; 300 when absent.", example = "300")
    Optional<String> height = Optional.empty();

    @RestQuery
    @Parameter(description = "Colours of a picture: `light` or `dark`; light when absent.", example = "dark")
    Optional<String> theme = Optional.empty();

    @RestQuery
    @Parameter(
            description = "In place of the chart's own title; at most 200 characters, none for no title.",
            example = "Checkout")
    Optional<String> title = Optional.empty();

    @RestQuery
    @Parameter(description = "1 to have it kept as a file by a browser; it is shown when 0 or absent.", example = "1")
    Optional<String> download = Optional.empty();

    Window window(Duration defaultLookback) {
        return Window.parse(from, to, defaultLookback);
    }

    Duration step(Window window) {
        return step.map(StepLength::parse).orElseGet(() -> StepLength.fitting(window));
    }

    /** Checked before anything is read. */
    ChartLook look() {
        if (title.isPresent() && title.get().length() > LONGEST_TITLE) {
            throw new BadParameterException("title: expected at most " + LONGEST_TITLE + " characters, got "
                    + title.get().length());
        }
        return ChartLook.of(width, height, theme);
    }

    boolean isDownload() {
        return switch (download.orElse("0")) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new BadParameterException("download: expected 0 or 1, got '" + download.get() + "'");
        };
    }

    Chart titled(Chart chart) {
        return title.map(chart::withTitle).orElse(chart);
    }
}
