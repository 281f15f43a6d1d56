package dev.quipu.collector.scrape;

import dev.quipu.collector.CollectorConfig;
import java.time.Duration;
import java.util.List;

/** The targets of the configuration. */
final class StaticTargets implements TargetSource {

    private final List<ScrapeTarget> targets;

    /**
     * @throws IllegalArgumentException when one makes no target: the start fails
     */
    StaticTargets(List<CollectorConfig.Scrape.Target> configured, ScrapeTarget.Defaults defaults) {
        targets = configured.stream()
                .map(target -> ScrapeTarget.of(
                        new ScrapeTarget.Wish(
                                target.tenant(),
                                target.url(),
                                target.interval().map(Duration::toMillis),
                                target.timeout().map(Duration::toMillis),
                                target.job(),
                                target.instance(),
                                target.labels(),
                                target.honorLabels()),
                        defaults))
                .toList();
    }

    @Override
    public List<ScrapeTarget> targets() {
        return targets;
    }
}
