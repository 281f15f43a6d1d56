package dev.quipu.storage.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.Component;
import dev.quipu.model.segment.SegmentHead.ComponentEntry;
import dev.quipu.storage.segments.SegmentRow.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is taken and what stays add up to what was there, whichever records went. */
class TakenAccountTest {

    private static final int ROUNDS = 2_000;

    private record Row(int minute, int component, long hash) {}

    private static Component component(int number) {
        return new Component("shop", "service-" + number, "");
    }

    private static List<Counted> account(List<Row> rows) {
        Map<List<Integer>, Counted> account =
                new java.util.TreeMap<>(java.util.Comparator.<List<Integer>, Integer>comparing(key -> key.get(0))
                        .thenComparing(key -> key.get(1)));
        rows.forEach(row -> account.merge(
                List.of(row.minute(), row.component()),
                new Counted(row.minute(), row.component(), 1, row.hash()),
                (a, b) -> new Counted(
                        a.minute(), a.componentId(), a.records() + b.records(), a.setHash() + b.setHash())));
        return new ArrayList<>(account.values());
    }

    private static List<ComponentEntry> entries(List<Row> rows) {
        Map<Integer, ComponentEntry> entries = new HashMap<>();
        rows.forEach(row -> entries.merge(
                row.component(),
                new ComponentEntry(component(row.component()), 1, row.hash()),
                (a, b) -> new ComponentEntry(a.component(), a.records() + b.records(), a.setHash() + b.setHash())));
        return List.copyOf(entries.values());
    }

    private static Map<List<Integer>, List<Long>> sums(List<Counted> left, List<Counted> erased) {
        Map<List<Integer>, List<Long>> sums = new HashMap<>();
        for (List<Counted> side : List.of(left, erased)) {
            side.forEach(counted -> sums.merge(
                    List.of(counted.minute(), counted.componentId()),
                    List.of((long) counted.records(), counted.setHash()),
                    (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1))));
        }
        return sums;
    }

    @Test
    void takenAndLeftAddUpToWhatWasThere() {
        Random random = new Random(17);
        for (int round = 0; round < ROUNDS; round++) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(30); i++) {
                rows.add(new Row(random.nextInt(4), 1 + random.nextInt(3), random.nextLong()));
            }
            List<Row> gone = rows.stream().filter(row -> random.nextBoolean()).toList();
            List<Row> kept = new ArrayList<>(rows);
            kept.removeAll(gone);
            TakenAccount account = TakenAccount.of(account(rows), entries(rows), entries(gone));
            assertThat(sums(account.left(), account.taken())).isEqualTo(sums(account(rows), List.of()));
            assertThat(account.left())
                    .allSatisfy(counted -> assertThat(counted.records()).isNotNegative());
            assertThat(byComponent(account.left())).isEqualTo(byComponent(account(kept)));
            assertThat(byComponent(account.taken())).isEqualTo(byComponent(account(gone)));
        }
    }

    private static Map<Integer, List<Long>> byComponent(List<Counted> counts) {
        Map<Integer, List<Long>> sums = new HashMap<>();
        counts.forEach(counted -> sums.merge(
                counted.componentId(),
                List.of((long) counted.records(), counted.setHash()),
                (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1))));
        return sums;
    }

    @Test
    void ofOneMinuteItIsExactlyWhatWent() {
        TakenAccount account = TakenAccount.of(
                List.of(new Counted(5, 1, 10, 100), new Counted(5, 2, 3, 30)),
                List.of(new ComponentEntry(component(1), 10, 100), new ComponentEntry(component(2), 3, 30)),
                List.of(new ComponentEntry(component(2), 3, 30), new ComponentEntry(component(1), 4, 44)));
        assertThat(account.left()).containsExactly(new Counted(5, 1, 6, 56));
        assertThat(account.taken()).containsExactly(new Counted(5, 1, 4, 44), new Counted(5, 2, 3, 30));
    }
}
