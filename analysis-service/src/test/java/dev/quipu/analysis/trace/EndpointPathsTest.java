package dev.quipu.analysis.trace;

import static dev.quipu.analysis.SpanBuilder.START;
import static dev.quipu.analysis.SpanBuilder.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.quipu.analysis.trace.EndpointPaths.Mean;
import dev.quipu.analysis.trace.EndpointPaths.Owner;
import dev.quipu.model.Span;
import dev.quipu.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EndpointPathsTest {

    private static final Owner SHOP = new Owner("", "shop");
    private static final Owner BANK = new Owner("", "bank");

    private final EndpointPaths paths = new EndpointPaths();

    /** The shop takes ten, of which it waits for the bank. */
    private void call(int number, long bankNanos) {
        paths.add(
                TraceAnalysis.of(Trace.of(List.of(
                        span(1).of(new TraceId(1, number))
                                .in("shop")
                                .kind(Span.Kind.SERVER)
                                .from(START)
                                .to(START + 10 + bankNanos)
                                .build(),
                        span(2).of(new TraceId(1, number))
                                .under(1)
                                .in("bank")
                                .kind(Span.Kind.SERVER)
                                .from(START + 5)
                                .to(START + 5 + bankNanos)
                                .build()))),
                position -> position == 0);
    }

    @Test
    void usualAndSlowCallsAreToldApart() {
        for (int i = 1; i <= 100; i++) {
            call(i, i > 97 ? 990 : 10);
        }
        assertThat(paths.calls()).isEqualTo(100);
        assertThat(paths.p50Nanos()).isEqualTo(20);
        assertThat(paths.p99Nanos()).isEqualTo(1000);
        assertThat(paths.usual().byOwner()).isEqualTo(Map.of(SHOP, 10.0, BANK, 10.0));
        assertThat(paths.slow().calls()).isEqualTo(2);
        assertThat(paths.slow().byOwner().get(BANK)).isCloseTo(990, within(1e-6));
        assertThat(paths.callsByOwner()).isEqualTo(Map.of(SHOP, 100L, BANK, 100L));
    }

    @Test
    void oneCallIsUsualAndSlow() {
        call(1, 10);
        assertThat(paths.usual().calls()).isEqualTo(1);
        assertThat(paths.slow().nanos()).isEqualTo(20);
    }

    @RepeatedTest(20)
    void partsAddUpToTheCalls(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 50; i++) {
            TraceAnalysis analysis = TraceAnalysis.of(RandomTraces.next(random));
            paths.add(analysis, position -> position == analysis.tree().mainRoot());
        }
        for (Mean mean : List.of(paths.usual(), paths.slow())) {
            assertThat(mean.byOwner().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(mean.nanos(), within(1e-6 * mean.nanos()));
        }
    }
}
