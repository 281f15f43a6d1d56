package dev.quipu.storage.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LeaseTableTest {

    private static final int ROUNDS = 3;

    private static List<FeedPart> parts(int slices, long... positions) {
        List<String> names = new PartLayout(slices).parts();
        return IntStream.range(0, names.size())
                .mapToObj(i -> new FeedPart(
                        names.get(i), new FeedCursor(positions[i % positions.length], 1000), Optional.empty()))
                .toList();
    }

    private static List<String> names(List<FeedPart> parts) {
        return parts.stream().map(FeedPart::name).toList();
    }

    /** Renewals in any order from any state: all parts are held, none by two, and the shares are even. */
    @RepeatedTest(200)
    void everyPartIsHeldByOneAfterAFewRenewalsOfEach(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<FeedPart> parts = parts(1 + random.nextInt(8), 5);
        Map<String, Integer> slices = new HashMap<>();
        for (int i = 0; i <= random.nextInt(6); i++) {
            slices.put("owner-" + i, parts.size() - 1);
        }
        List<String> owners = new ArrayList<>(slices.keySet());
        Map<String, String> leases = new HashMap<>();
        parts.stream()
                .filter(part -> random.nextBoolean())
                .forEach(part -> leases.put(part.name(), "owner-" + random.nextInt(owners.size())));
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(owners, random);
            for (String owner : owners) {
                List<String> own = names(new LeaseTable(parts, slices, leases).partsOf(owner));
                assertThat(own)
                        .allSatisfy(name ->
                                assertThat(leases.getOrDefault(name, owner)).isEqualTo(owner))
                        .hasSizeLessThanOrEqualTo((parts.size() + owners.size() - 1) / owners.size());
                leases.values().removeIf(owner::equals);
                own.forEach(name -> leases.put(name, owner));
            }
        }
        assertThat(leases.keySet()).containsExactlyInAnyOrderElementsOf(names(parts));
        assertThat(owners)
                .allSatisfy(owner -> assertThat(
                                leases.values().stream().filter(owner::equals).count())
                        .isGreaterThanOrEqualTo(parts.size() / owners.size()));
    }

    @Test
    void whoHoldsMoreGivesBackOnlyTheSurplus() {
        List<FeedPart> parts = parts(2, 5);
        Map<String, String> leases = Map.of("traces-0-of-2", "a", "traces-1-of-2", "a", "logs", "a");
        LeaseTable table = new LeaseTable(parts, Map.of("a", 2, "b", 2), leases);
        assertThat(names(table.partsOf("a"))).containsExactly("traces-0-of-2", "traces-1-of-2");
        assertThat(table.partsOf("b")).isEmpty();
        assertThat(table.upTo()).isEmpty();
    }

    @Test
    void aLayoutThatNobodyWantsIsFinishedUpToTheFurthestPart() {
        LeaseTable table = new LeaseTable(parts(2, 5, 7, 6), Map.of("a", 3), Map.of());
        assertThat(table.isLeft()).isTrue();
        assertThat(table.standsAtOnePlace()).isFalse();
        assertThat(names(table.partsOf("a"))).containsExactly("traces-0-of-2", "logs");
        assertThat(table.upTo()).contains(new FeedCursor(7, 1000));
    }

    @Test
    void aLayoutThatOneOfThemWantsStays() {
        LeaseTable table = new LeaseTable(parts(2, 5), Map.of("a", 3, "b", 2), Map.of());
        assertThat(table.isLeft()).isFalse();
        assertThat(table.standsAtOnePlace()).isTrue();
    }
}
