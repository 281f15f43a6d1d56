package dev.quipu.storage.api;

import dev.quipu.model.series.Aggregation;
import dev.quipu.model.series.RangeQuery;
import dev.quipu.model.series.StepFunction;
import dev.quipu.model.series.Steps;
import dev.quipu.storage.StorageConfig;
import dev.quipu.storage.search.TimeSteps;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** What values of series over time are asked with. */
public class RangeParameters extends SeriesParameters {

    @Parameter(
            description = "Length of a step: a number of `ms`, `s`, `m`, `h` or `d`. Steps begin at its multiples.",
            example = "1m")
    @QueryParam("step")
    @DefaultValue("1m")
    String step = "1m";

    @Parameter(
            description =
                    "What is made of the points of each step: `last`, `avg`, `min`, `max`, `sum`, `count`, `quantile`;"
                            + " of counters and histograms `increase` and `rate` (per second), which add up over steps; of"
                            + " histograms `histogram_quantile`.",
            example = "rate")
    @QueryParam("function")
    @DefaultValue("last")
    String function = "last";

    @Parameter(
            description = "For `quantile` and `histogram_quantile`, as function or aggregation: 0 to 1.",
            example = "0.99")
    @QueryParam("quantile")
    Optional<String> quantile = Optional.empty();

    @Parameter(description = "Of histograms and summaries: `count` or `sum`.", example = "count")
    @QueryParam("field")
    @DefaultValue("count")
    String field = "count";

    @Parameter(
            description =
                    "How series become one: `none`, `sum`, `avg`, `min`, `max`, `count`, `quantile`. Histograms whose"
                            + " quantile is asked for are merged by `sum`.",
            example = "sum")
    @QueryParam("aggregate")
    @DefaultValue("none")
    String aggregate = "none";

    @Parameter(
            description = "Keys, separated by commas, whose values are told apart when series become one.",
            example = "service,http.route")
    @QueryParam("by")
    @DefaultValue("")
    String by = "";

    /**
     * @throws IllegalArgumentException when a parameter is not what it should be
     */
    RangeQuery query(StorageConfig.Search config) {
        StepFunction asked = StepFunction.parse(function);
        Aggregation aggregation = Aggregation.parse(aggregate);
        if ((asked.needsQuantile() || aggregation == Aggregation.QUANTILE) && quantile.isEmpty()) {
            throw new IllegalArgumentException("quantile: expected 0 to 1, got none");
        }
        TimeSteps steps = TimeSteps.of(range(config), Durations.parse("step", step));
        return new RangeQuery(
                asked,
                RangeQuery.Field.parse(field),
                quantile.map(RangeParameters::number).orElse(0.0),
                aggregation,
                keys(),
                new Steps(steps.firstUnixNano(), steps.stepNanos(), Math.max(1, steps.count())));
    }

    private List<String> keys() {
        return Arrays.stream(by.split(","))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("quantile: expected 0 to 1, got '" + text + "'", e);
        }
    }
}
