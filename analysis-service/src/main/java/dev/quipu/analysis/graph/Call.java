package dev.quipu.analysis.graph;

import dev.quipu.model.rollup.CallKey;

/** One call as seen from one end. @param weight how many calls it stands for, 1 or more */
record Call(CallKey key, long durationNanos, double weight) {}
