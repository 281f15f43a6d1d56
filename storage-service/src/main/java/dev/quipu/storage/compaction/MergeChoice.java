package dev.quipu.storage.compaction;

import dev.quipu.model.Signal;
import dev.quipu.storage.StorageConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which segments are merged next: neighbours in time, of one group, as many as make one segment of the target
 * size. Collected segments are merged when they make enough of a target, or get old; merged ones when there are
 * enough of them, so that each record is rewritten only a few times. Pure.
 *
 * <p>One that was collected is merged alone when it stayed alone: left where it is, it would keep the file of all that
 * were collected before it as long as it was.
 *
 * <p>Law: for every consumer of the feed, it has passed all or none of the sources of a merge. Those that it has not
 * passed wait for it, until they are older than the lag that is allowed.
 */
final class MergeChoice {

    /** As many small merged segments are worth merging again. */
    private static final int FAN_IN = 8;

    private static final double ENOUGH = 0.8;

    private final StorageConfig.Compaction config;
    private final Duration maxLag;
    private final List<Long> consumerPositions;
    private final Instant now;

    MergeChoice(StorageConfig.Compaction config, Duration maxLag, List<Long> consumerPositions, Instant now) {
        this.config = config;
        this.maxLag = maxLag;
        this.consumerPositions = List.copyOf(consumerPositions);
        this.now = now;
    }

    private record Run(SmallSegment.Group group, List<Boolean> passedBy) {}

    /** The merges to do, in any order. @param segments of each group in the order of their time */
    List<List<SmallSegment>> choose(Collection<SmallSegment> segments) {
        Map<Run, List<SmallSegment>> runs = new LinkedHashMap<>();
        for (SmallSegment segment : segments) {
            if (mayMerge(segment)) {
                Run run = new Run(segment.group(), passedBy(segment));
                runs.computeIfAbsent(run, unseen -> new ArrayList<>()).add(segment);
            }
        }
        List<List<SmallSegment>> merges = new ArrayList<>();
        runs.values().forEach(run -> cut(run).stream().filter(this::isWorthIt).forEach(merges::add));
        return merges;
    }

    private boolean mayMerge(SmallSegment segment) {
        if (segment.committedAt().isAfter(now.minus(config.minAge()))) {
            return false;
        }
        boolean isOld = segment.committedAt().isBefore(now.minus(maxLag));
        return isOld || consumerPositions.stream().allMatch(position -> segment.feedLast() <= position);
    }

    private List<Boolean> passedBy(SmallSegment segment) {
        return consumerPositions.stream()
                .map(position -> segment.feedLast() <= position)
                .toList();
    }

    private List<List<SmallSegment>> cut(List<SmallSegment> run) {
        List<List<SmallSegment>> parts = new ArrayList<>();
        List<SmallSegment> part = new ArrayList<>();
        long records = 0;
        long bytes = 0;
        for (SmallSegment segment : run) {
            boolean fits = records + segment.records() <= target(segment)
                    && bytes + segment.bytes() <= config.maxMergeSize().asLongValue()
                    && part.size() < config.maxMergeSegments();
            if (!fits) {
                parts.add(part);
                part = new ArrayList<>();
                records = 0;
                bytes = 0;
            }
            part.add(segment);
            records += segment.records();
            bytes += segment.bytes();
        }
        parts.add(part);
        return parts;
    }

    private int target(SmallSegment segment) {
        return segment.group().signal() == Signal.METRICS.code() ? config.targetPoints() : config.targetRecords();
    }

    private boolean isWorthIt(List<SmallSegment> part) {
        boolean isCollected = !part.isEmpty() && part.get(0).group().level() == 0;
        if (part.size() < (isCollected ? 1 : 2)) {
            return false;
        }
        int records = part.stream().mapToInt(SmallSegment::records).sum();
        boolean isEnough =
                part.size() > 1 && records >= ENOUGH * target(part.get(0)) || part.size() >= config.maxMergeSegments();
        if (!isCollected) {
            return isEnough || part.size() >= FAN_IN;
        }
        Instant oldest = part.stream()
                .map(SmallSegment::committedAt)
                .min(Instant::compareTo)
                .orElse(now);
        return isEnough || oldest.isBefore(now.minus(config.maxAge()));
    }
}
