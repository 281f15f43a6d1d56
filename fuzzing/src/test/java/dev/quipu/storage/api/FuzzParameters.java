package dev.quipu.storage.api;

import dev.quipu.fuzzing.Expectation;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.storage.catalog.MetricNames.ListedKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Texts in the parameters of requests to storage. */
public final class FuzzParameters {

    private FuzzParameters() {}

    public static void parse(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        refusable(() -> Times.unixNano("from", text));
        refusable(() -> Times.hint(Optional.of(text), Optional.empty()));
        refusable(() -> Times.range(Optional.of(text), Optional.empty(), Duration.ofHours(1)));
        refusable(() -> Times.range(Optional.empty(), Optional.of(text), Duration.ofHours(1)));
        refusable(() -> Durations.parse("step", text));
        refusable(() -> {
            int limit = Limit.of(Optional.of(text), 10, 100);
            Expectation.holds("a limit from 1 to 100", limit >= 1 && limit <= 100);
        });
        refusable(() -> cursor(text));
        refusable(() -> Expectation.holds(
                "the id in lower case", TraceId.parse(text).hex().equalsIgnoreCase(text)));
        refusable(() -> Expectation.holds(
                "the id in lower case", SpanId.parse(text).hex().equalsIgnoreCase(text)));
        keyOfServices(() -> Expectation.holds(
                "the key in lower case", RequestKey.parse(text).hex().equalsIgnoreCase(text)));
    }

    private static void cursor(String text) {
        ListedKey key = MetricCursor.read(text);
        Expectation.equal("the cursor again", key, MetricCursor.read(MetricCursor.text(key)));
    }

    /** Only services say it to each other, so that the class of the exception is nobody's answer. */
    private static void keyOfServices(Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException e) {
            // documented
        }
    }

    private static void refusable(Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException e) {
            Expectation.equal("the class of what is thrown", IllegalArgumentException.class, e.getClass());
        }
    }
}
