package dev.quipu.storage.search;

import dev.quipu.storage.segments.SegmentKey;

/** A segment that may hold results. @param best no row of it ranks above this */
record Candidate(SegmentKey key, long best) {}
