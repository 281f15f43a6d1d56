package dev.quipu.storage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrphanSpansTest {

    private record Ids(long high, long low, long span, long parent, boolean isCounted) {}

    private static Ids span(long trace, long span, long parent) {
        return new Ids(0, trace, span, parent, true);
    }

    private static void add(OrphanSpans orphans, List<Ids> spans) {
        OrphanSpans.Batch batch = orphans.new Batch(spans.size());
        spans.forEach(ids -> batch.add(ids.high(), ids.low(), ids.span(), ids.parent(), ids.isCounted()));
        orphans.add(batch);
    }

    private static OrphanSpans exact() {
        return new OrphanSpans(1, 1_000_000);
    }

    @Test
    void aParentInAnotherPieceIsThereInEitherOrder() {
        OrphanSpans orphans = exact();
        add(orphans, List.of(span(1, 10, 11), span(2, 21, 0)));
        add(orphans, List.of(span(1, 11, 0), span(2, 20, 21)));

        assertThat(orphans.count()).isZero();
    }

    @Test
    void aMissingParentCountsOnceHoweverManyNameIt() {
        OrphanSpans orphans = exact();
        add(orphans, List.of(span(1, 10, 99), span(1, 11, 99)));
        add(orphans, List.of(span(1, 12, 99), span(1, 13, 98)));

        assertThat(orphans.count()).isEqualTo(2);
    }

    @Test
    void aSpanOfAnotherTraceIsNoParent() {
        OrphanSpans orphans = exact();
        add(orphans, List.of(span(1, 10, 20), span(2, 20, 0), new Ids(7, 1, 20, 0, true)));

        assertThat(orphans.count()).isEqualTo(1);
    }

    @Test
    void whatIsNotCountedIsOnlyAParent() {
        OrphanSpans orphans = exact();
        add(orphans, List.of(new Ids(0, 1, 10, 99, false), span(1, 11, 10)));

        assertThat(orphans.count()).isZero();
    }

    @Test
    void rootsMissNothing() {
        OrphanSpans orphans = exact();
        add(orphans, List.of(span(1, 10, 0), span(2, 10, 0)));
        add(orphans, List.of());

        assertThat(orphans.count()).isZero();
    }

    @Test
    void moreThanFitsHasNoCount() {
        OrphanSpans orphans = new OrphanSpans(1, 3);
        add(orphans, List.of(span(1, 1, 0), span(1, 2, 1), span(1, 3, 1)));
        assertThat(orphans.isFull()).isFalse();
        add(orphans, List.of(span(1, 4, 1)));
        assertThat(orphans.isFull()).isTrue();
        add(orphans, List.of());
        assertThat(orphans.isFull()).isTrue();
    }

    /** Traces of about ten spans, of which one in ten was lost. */
    private static List<Ids> withLosses(int traces, long seed) {
        Random random = new Random(seed);
        List<Ids> kept = new ArrayList<>();
        for (int trace = 0; trace < traces; trace++) {
            long high = random.nextLong();
            long low = random.nextLong();
            int size = 1 + random.nextInt(19);
            for (int span = 1; span <= size; span++) {
                long parent = span == 1 ? 0 : 1 + random.nextInt(span - 1);
                if (random.nextInt(10) > 0) {
                    kept.add(new Ids(high, low, span, parent, random.nextInt(8) > 0));
                }
            }
        }
        Collections.shuffle(kept, random);
        return kept;
    }

    private static long bruteForce(List<Ids> spans) {
        Set<List<Long>> seen = new HashSet<>();
        Set<List<Long>> missing = new HashSet<>();
        spans.forEach(ids -> seen.add(List.of(ids.high(), ids.low(), ids.span())));
        for (Ids ids : spans) {
            List<Long> parent = List.of(ids.high(), ids.low(), ids.parent());
            if (ids.isCounted() && ids.parent() != 0 && !seen.contains(parent)) {
                missing.add(parent);
            }
        }
        return missing.size();
    }

    private static OrphanSpans inPieces(List<Ids> spans, int oneIn, int pieces) {
        OrphanSpans orphans = new OrphanSpans(oneIn, spans.size());
        for (int piece = 0; piece < pieces; piece++) {
            add(orphans, spans.subList((int) ((long) spans.size() * piece / pieces), (int)
                    ((long) spans.size() * (piece + 1) / pieces)));
        }
        return orphans;
    }

    @Test
    void countsAsBruteForceDoes() {
        for (int seed = 0; seed < 10; seed++) {
            List<Ids> spans = withLosses(300, seed);
            assertThat(inPieces(spans, 1, 7).count()).as("seed " + seed).isEqualTo(bruteForce(spans));
        }
    }

    @Test
    void aSampleOfTracesIsAboutItsShare() {
        List<Ids> spans = withLosses(20_000, 5);
        double all = bruteForce(spans);

        assertThat(4 * inPieces(spans, 4, 7).count() / all).isCloseTo(1, within(0.1));
        assertThat(3 * inPieces(spans, 3, 7).count() / all).isCloseTo(1, within(0.1));
    }
}
