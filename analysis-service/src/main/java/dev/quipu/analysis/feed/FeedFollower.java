package dev.quipu.analysis.feed;

import dev.quipu.analysis.ActiveTenants;
import dev.quipu.analysis.AnalysisConfig;
import dev.quipu.analysis.TimeSource;
import dev.quipu.analysis.client.FeedClient;
import dev.quipu.analysis.client.FeedPartClient;
import dev.quipu.analysis.client.TemplateClient;
import dev.quipu.analysis.graph.CallFollowers;
import dev.quipu.analysis.template.TemplateMemory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Follows the parts of the feed that this service holds. Replicas share the parts by leases that storage gives out; a
 * part whose follower is gone is another's when its lease has ended. That two follow the same for a moment does no harm:
 * {@link PartFollower}.
 */
@ApplicationScoped
public class FeedFollower {

    private static final Logger LOG = Logger.getLogger(FeedFollower.class);

    /** How often a lease is renewed while it lasts. */
    private static final int RENEWALS = 3;

    /** Leases without an answer, one after the other, until nobody is known to hold a part. */
    private static final int LEASES_WITHOUT_ANSWER = 3;

    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final String owner = UUID.randomUUID().toString();
    private final FeedClient feed;
    private final FeedPartClient parts;
    private final CallFollowers calls;
    private final TemplateClient templates;
    private final ActiveTenants tenants;
    private final AnalysisConfig.Feed config;
    private final FeedCounters counters;
    private final TimeSource time;
    private final Map<String, PartFollower> held = new ConcurrentHashMap<>();
    private volatile long renewedNanos;

    /** When the leases that were given last were asked for; this service's start before there are any. */
    private volatile long leasedNanos;

    private volatile boolean isClosed;

    FeedFollower(
            FeedClient feed,
            FeedPartClient parts,
            CallFollowers calls,
            TemplateClient templates,
            ActiveTenants tenants,
            AnalysisConfig config,
            TimeSource time,
            MeterRegistry metrics) {
        this.feed = feed;
        this.parts = parts;
        this.calls = calls;
        this.templates = templates;
        this.tenants = tenants;
        this.config = config.analysis().feed();
        this.counters = new FeedCounters(metrics);
        this.time = time;
        this.renewedNanos = time.nanos();
        this.leasedNanos = time.nanos();
        Gauge.builder(
                        "quipu.analysis.feed.lag",
                        this,
                        follower -> follower.lag().toMillis() / 1000.0)
                .description("How long ago everything was acknowledged that is analysed of the parts held here")
                .baseUnit("seconds")
                .register(metrics);
        Gauge.builder("quipu.analysis.feed.parts", held, Map::size)
                .description("Parts of the feed that are followed here")
                .register(metrics);
        Gauge.builder("quipu.analysis.watching", this, follower -> follower.isFirst() ? 1 : 0)
                .description("1 while this replica is the one that looks at alert rules and for incidents, else 0")
                .register(metrics);
    }

    /** Renews leases when they are due, and has the parts that are held go on. */
    @Scheduled(every = "{quipu.analysis.feed.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> tick() {
        if (!config.enabled() || isClosed) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> renewed = isRenewalDue() ? renew() : Uni.createFrom().voidItem();
        return renewed.invoke(() -> held.values().forEach(PartFollower::go));
    }

    private boolean isRenewalDue() {
        return held.isEmpty()
                || held.values().stream().anyMatch(PartFollower::isLost)
                || time.nanos() - renewedNanos >= config.lease().toNanos() / RENEWALS;
    }

    private Uni<Void> renew() {
        long askedNanos = time.nanos();
        return parts.lease(owner, config.slices(), config.lease())
                .invoke(leases -> hold(leases, askedNanos))
                .onFailure()
                .invoke(failure -> LOG.warnf("Parts of the feed are not leased for now: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void hold(List<FeedPartClient.Lease> leases, long askedNanos) {
        leasedNanos = askedNanos;
        renewedNanos = time.nanos();
        Map<String, FeedPartClient.Lease> mine =
                leases.stream().collect(Collectors.toMap(FeedPartClient.Lease::part, lease -> lease));
        held.forEach((name, follower) -> {
            if (!mine.containsKey(name)) {
                follower.leave();
                held.remove(name);
                LOG.infof("Part %s of the feed is another's", name);
            }
        });
        mine.forEach((name, lease) -> held.computeIfAbsent(name, this::follower).renew(lease));
    }

    private PartFollower follower(String name) {
        LOG.infof("Part %s of the feed is followed here", name);
        Part part = Part.of(name);
        return new PartFollower(part, digester(part), feed, parts, tenants, config, counters);
    }

    private Digester digester(Part part) {
        return part.slice()
                .<Digester>map(slice -> new SpanDigester(slice, calls.of(part.name(), slice)))
                .orElseGet(() -> new LogDigester(new TemplateMemory(templates)));
    }

    /** So that another replica need not wait until the leases end. */
    void stop(@Observes ShutdownEvent event) {
        isClosed = true;
        held.values().forEach(PartFollower::leave);
        if (!held.isEmpty()) {
            parts.release(owner).onFailure().recoverWithNull().await().atMost(RELEASE_TIMEOUT);
        }
    }

    /**
     * Whether what one replica does for all is this one's: it holds the part of log records, which there is once however
     * traces are cut, and for as long as the lease lasts for sure. Who follows nothing, or was given no lease for so long that
     * nobody else may have one either, knows of no other, and does it: what two do, storage takes once.
     */
    public boolean isFirst() {
        if (!config.enabled()) {
            return true;
        }
        long leaseNanos = config.lease().toNanos();
        long agoNanos = time.nanos() - leasedNanos;
        boolean isHolder = held.containsKey(Part.LOGS) && agoNanos < leaseNanos;
        return !isClosed && (isHolder || agoNanos >= LEASES_WITHOUT_ANSWER * leaseNanos);
    }

    /** How far this service is behind, by the part that is furthest behind. */
    Duration lag() {
        double seconds = held.values().stream()
                .mapToDouble(follower -> follower.lag().seconds())
                .max()
                .orElse(0);
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
