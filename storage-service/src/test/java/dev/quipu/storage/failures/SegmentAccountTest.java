package dev.quipu.storage.failures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.storage.failures.SegmentAccount.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentAccountTest {

    private static final SegmentId ID = new SegmentId(1, 2);
    private static final Component CART = new Component("shop", "cart", "i1");

    private final SegmentAccount account = new SegmentAccount(
            ID,
            "default",
            (short) 1,
            0,
            List.of(new Entry(10, 1, 5), new Entry(10, 2, 3), new Entry(11, 1, 4)),
            Map.of(List.of("shop", "cart", "i1"), 1));

    private static ReportedFailure failure(Optional<Component> component, int records) {
        return new ReportedFailure(ID, Optional.empty(), component, records, "odd");
    }

    @Test
    void takesTheFirstRecordsOfTheAccount() {
        assertThat(account.share(failure(Optional.empty(), 6)))
                .containsExactly(new Entry(10, 1, 5), new Entry(10, 2, 1));
    }

    @Test
    void takesOnlyThoseOfTheComponent() {
        assertThat(account.share(failure(Optional.of(CART), 6)))
                .containsExactly(new Entry(10, 1, 5), new Entry(11, 1, 1));
    }

    @Test
    void refusesMoreThanThereAre() {
        assertThatThrownBy(() -> account.share(failure(Optional.of(CART), 10)))
                .hasMessageContaining("expected at most 9")
                .hasMessageContaining("got 10");
    }

    @Test
    void refusesAComponentThatHasNoRecordsThere() {
        assertThatThrownBy(() -> account.share(failure(Optional.of(new Component("", "x", "")), 1)))
                .hasMessageContaining("failures.component: expected");
    }
}
