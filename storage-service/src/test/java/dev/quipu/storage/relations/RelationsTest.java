package dev.quipu.storage.relations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.rollup.CallKey;
import dev.quipu.model.rollup.CallNode;
import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupKind;
import dev.quipu.storage.relations.Relations.Calls;
import org.junit.jupiter.api.Test;

class RelationsTest {

    private static final CallNode CART = new CallNode(CallNode.Kind.COMPONENT, "shop", "cart");
    private static final CallNode STOCK = new CallNode(CallNode.Kind.COMPONENT, "shop", "stock");
    private static final CallNode OTHER_CART = new CallNode(CallNode.Kind.COMPONENT, "lab", "cart");
    private static final CallNode REDIS = new CallNode(CallNode.Kind.DATABASE, "", "redis 0");

    private final Rollup<CallKey> known = new Rollup<>(RollupKind.CALLS, Rollup.WHOLE);

    private static CallKey key(CallNode caller, CallNode callee, CallKey.End seenBy, boolean hasFailed) {
        return new CallKey(caller, callee, CallKey.Type.CALL, seenBy, hasFailed, false, 0);
    }

    private void add(CallKey key, int calls) {
        for (int i = 0; i < calls; i++) {
            known.cell(key).add(1, 1);
        }
    }

    @Test
    void aCallThatBothEndsSawCountsOnceAtTheCalledEnd() {
        add(key(CART, STOCK, CallKey.End.CALLER, false), 5);
        add(key(CART, STOCK, CallKey.End.CALLEE, false), 4);
        add(key(CART, STOCK, CallKey.End.CALLEE, true), 1);
        assertThat(Relations.of(CART, known).calls()).containsExactly(new Calls(STOCK, 5, 1));
        assertThat(Relations.of(STOCK, known).calledBy()).containsExactly(new Calls(CART, 5, 1));
        assertThat(Relations.of(CART, known).calledBy()).isEmpty();
    }

    @Test
    void whatSendsNoSpansIsSeenByItsCallers() {
        add(key(CART, REDIS, CallKey.End.CALLER, false), 7);
        add(key(CART, STOCK, CallKey.End.CALLEE, false), 2);
        assertThat(Relations.of(CART, known).calls()).containsExactly(new Calls(REDIS, 7, 0), new Calls(STOCK, 2, 0));
    }

    @Test
    void whatWasTakenBackIsNoCall() {
        CallKey unknown = key(CallNode.UNKNOWN, STOCK, CallKey.End.CALLEE, false);
        add(unknown, 3);
        add(unknown.takenBack(), 3);
        add(key(CART, STOCK, CallKey.End.CALLEE, false), 3);
        assertThat(Relations.of(STOCK, known).calledBy()).containsExactly(new Calls(CART, 3, 0));
    }

    @Test
    void aComponentOfTheSameNameElsewhereIsAnother() {
        add(key(OTHER_CART, STOCK, CallKey.End.CALLEE, false), 1);
        assertThat(Relations.of(CART, known).calls()).isEmpty();
        assertThat(Relations.of(STOCK, known).calledBy()).containsExactly(new Calls(OTHER_CART, 1, 0));
    }
}
