package dev.quipu.collector.scrape;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.client.StorageClient;
import dev.quipu.collector.exposition.PageLimits;
import dev.quipu.collector.intake.Admission;
import dev.quipu.collector.intake.Intake;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Fetches the targets that are this collector's. Sources tell which targets there are, storage which of them are this
 * collector's and which more it keeps itself, the queue when each is due. Whoever owns it calls {@link #discover()} and
 * {@link #renew()} again and again.
 */
@Singleton
public final class Scraper {

    private static final int SPARE_RECORDS = 4;

    private final boolean enabled;
    private final Duration fileRefresh;
    private final Duration clusterRefresh;
    private final StaticTargets configured;
    private final FileTargets files;
    private final Optional<KubernetesTargets> cluster;
    private final PageFetcher fetcher;
    private final Leases leases;
    private final SlotQueue queue;
    private volatile int held;
    private volatile boolean stopped;
    private volatile Set<String> known = Set.of();
    private long filesNanos = System.nanoTime() - Duration.ofDays(1).toNanos();
    private long clusterNanos = filesNanos;

    @Inject
    public Scraper(
            Vertx vertx,
            CollectorConfig config,
            StorageClient storage,
            Admission admission,
            Intake intake,
            MeterRegistry registry,
            Instance<KubernetesClient> kubernetes) {
        this(
                vertx,
                config,
                storage,
                admission,
                intake,
                registry,
                config.scrape().kubernetes().enabled() ? Optional.of(kubernetes.get()) : Optional.empty());
    }

    Scraper(
            Vertx vertx,
            CollectorConfig config,
            StorageClient storage,
            Admission admission,
            Intake intake,
            MeterRegistry registry,
            Optional<KubernetesClient> kubernetes) {
        CollectorConfig.Scrape rules = config.scrape();
        enabled = rules.enabled();
        fileRefresh = rules.files().refresh();
        clusterRefresh = rules.kubernetes().refresh();
        var defaults = new ScrapeTarget.Defaults(
                rules.interval().toMillis(), rules.timeout().toMillis());
        configured = new StaticTargets(rules.targets(), defaults);
        files = new FileTargets(
                rules.files().paths().orElse(List.of()), rules.files().tenant(), defaults);
        cluster = kubernetes.map(client -> new KubernetesTargets(
                client,
                rules.kubernetes().namespaces().orElse(List.of()),
                rules.kubernetes().tenant(),
                defaults));
        int maxPageBytes =
                (int) Math.min(Integer.MAX_VALUE / 2, rules.maxPageBytes().asLongValue());
        int maxOtlpBytes =
                (int) Math.min(Integer.MAX_VALUE / 2, config.maxBytesInFlight().asLongValue() / 2);
        PageLimits pages = PageLimits.ofSamples(
                Math.min(rules.maxSamples(), config.records().maxPerRequest() / 2 - SPARE_RECORDS));
        ScrapeResults results = new ScrapeResults();
        ScrapeMeters meters = new ScrapeMeters(registry, () -> held);
        fetcher = new PageFetcher(
                vertx, new PageFetcher.Rules(maxPageBytes, rules.followRedirects(), rules.allowLinkLocal()));
        leases = new Leases(storage, rules.instance().orElseGet(Scraper::ownName), rules.lease(), defaults, results);
        Scrape scrape = new Scrape(
                fetcher,
                admission,
                intake,
                new ScrapeConversion.Limits(pages, maxPageBytes, maxOtlpBytes),
                meters,
                results);
        queue = new SlotQueue(vertx, scrape, meters, leases::hold, () -> new SeriesMemory(pages));
    }

    private static String ownName() {
        String host = System.getenv().getOrDefault("HOSTNAME", "collector");
        return host.substring(0, Math.min(150, host.length())) + "-" + UUID.randomUUID();
    }

    /** Looks for targets where it is time to. Blocks; one thread at a time. */
    void discover() {
        if (enabled && !stopped) {
            long now = System.nanoTime();
            if (now - filesNanos >= fileRefresh.toNanos()) {
                filesNanos = now;
                files.refresh();
            }
            if (now - clusterNanos >= clusterRefresh.toNanos()) {
                clusterNanos = now;
                cluster.ifPresent(KubernetesTargets::refresh);
            }
        }
    }

    /** Asks storage for leases when it is time to, and lets the queue have what it says. Never blocks, never fails. */
    Future<Void> renew() {
        if (!enabled || stopped || !leases.due()) {
            return Future.succeededFuture();
        }
        Map<String, ScrapeTarget> found = new LinkedHashMap<>();
        cluster.ifPresent(source -> source.targets().forEach(target -> found.put(target.key(), target)));
        files.targets().forEach(target -> found.put(target.key(), target));
        configured.targets().forEach(target -> found.put(target.key(), target));
        return leases.renew(found.values())
                .onSuccess(answer -> answer.ifPresent(now -> take(now, found.keySet())))
                .mapEmpty();
    }

    private synchronized void take(Leases.Held now, Set<String> found) {
        if (!stopped) {
            Set<String> ended = new HashSet<>(known);
            ended.removeAll(found);
            known = Set.copyOf(found);
            held = now.targets().size();
            queue.assign(now.targets().values(), ended);
        }
    }

    /** Begins no more fetches, and gives the targets to others. */
    Future<Void> stop() {
        synchronized (this) {
            stopped = true;
            queue.stop();
        }
        return enabled ? leases.giveBack() : Future.succeededFuture();
    }

    @PreDestroy
    void close() {
        cluster.ifPresent(KubernetesTargets::close);
        fetcher.close();
    }
}
