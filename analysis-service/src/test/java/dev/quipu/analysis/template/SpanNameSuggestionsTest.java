package dev.quipu.analysis.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.analysis.template.SpanNamesAnswer.Suggestion;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.model.rollup.SpanKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanNameSuggestionsTest {

    private final Rollup<SpanKey> spans = new Rollup<>(RollupKind.SPANS, Rollup.WHOLE);

    private void span(String component, String name) {
        spans.cell(new SpanKey("shop", component, name, 2, 0, 0)).add(1_000_000, 1);
    }

    @Test
    void namesWithIdsShouldBeOne() {
        for (int i = 0; i < 40; i++) {
            span("cart", "GET /carts/" + i * 7 + "/items");
            span("cart", "GET /carts/" + i * 7 + "/items");
            span("cart", "DELETE /sessions/8f2c-" + Integer.toHexString(i * 65_537 + 4_000_000));
        }
        span("cart", "POST /carts");
        span("payment", "charge");
        List<Suggestion> suggestions = SpanNameSuggestions.of(spans);
        assertThat(suggestions).extracting(Suggestion::component).containsOnly("cart");
        assertThat(suggestions)
                .extracting(Suggestion::suggestion)
                .containsExactlyInAnyOrder("GET /carts/<*>/items", "DELETE /sessions/<*>");
        assertThat(suggestions)
                .filteredOn(one -> one.suggestion().startsWith("GET"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.names()).isEqualTo(40);
                    assertThat(one.spans()).isEqualTo(80);
                    assertThat(one.examples()).hasSize(3);
                });
    }

    @Test
    void namesAsTheyShouldBeStay() {
        for (String name : List.of("GET /carts/{id}", "POST /carts", "SELECT shop.carts", "publish orders", "charge")) {
            span("cart", name);
        }
        assertThat(SpanNameSuggestions.of(spans)).isEmpty();
    }
}
