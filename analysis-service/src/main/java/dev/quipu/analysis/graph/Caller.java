package dev.quipu.analysis.graph;

import dev.quipu.model.Component;
import dev.quipu.model.rollup.CallNode;

/**
 * Whose spans they are.
 *
 * @param component the instance
 * @param node all instances of it
 */
record Caller(Component component, CallNode node) {

    Caller(Component component) {
        this(component, CallNode.of(component));
    }
}
