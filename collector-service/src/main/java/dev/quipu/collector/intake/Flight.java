package dev.quipu.collector.intake;

import dev.quipu.model.segment.RecordBatch;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.RequestReading;
import dev.quipu.model.segment.SegmentId;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One group of requests on its way: read together, cut into partitions, each a segment of its own. A request is settled
 * once every partition that holds records of it has an outcome. Reading and encoding run on workers, outcomes come on
 * any thread.
 */
final class Flight {

    private static final Logger LOG = Logger.getLogger(Flight.class);

    /** A partition of the group, and the requests that have records in it. */
    private record Leg(RecordBatch.Partition partition, List<RequestKey> keys) {}

    private final Flights flights;
    private final Lane lane;
    private final List<HeldRequest> group;
    private final Map<RequestKey, List<HeldRequest>> byKey = new HashMap<>();
    private final Promise<Void> landed = Promise.promise();
    private int legsLeft;

    Flight(Flights flights, Lane lane, List<HeldRequest> group) {
        this.flights = flights;
        this.lane = lane;
        this.group = group;
        group.forEach(request ->
                byKey.computeIfAbsent(request.key(), key -> new ArrayList<>(1)).add(request));
    }

    Future<Void> depart() {
        try {
            RecordBatch batch = RecordBatch.read(
                    lane.name().signal(),
                    group.stream().map(HeldRequest::request).toList(),
                    flights.limits());
            List<Leg> legs = batch.partitions(flights.buckets(), nowUnixNano()).stream()
                    .map(partition -> new Leg(partition, partition.keys()))
                    .toList();
            settle(prepare(batch, legs));
            Set<RequestKey> known = knownDuplicates();
            legs.forEach(leg -> send(leg, known));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "A group of %d requests could not be read", group.size());
            group.forEach(request -> lane.settle(request, Answer.refused(Refusal.FAILED)));
            landed.tryComplete();
        }
        return landed.future();
    }

    /** Notes what each request waits for; returns those that wait for nothing. */
    private synchronized List<HeldRequest> prepare(RecordBatch batch, List<Leg> legs) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).read(batch.reading(i));
        }
        legsLeft = legs.size() + 1; // and those without a leg
        for (Leg leg : legs) {
            leg.keys().forEach(key -> requestsOf(key).forEach(HeldRequest::expectPartition));
        }
        return group.stream().filter(request -> !request.awaitsPartitions()).toList();
    }

    private List<HeldRequest> requestsOf(RequestKey key) {
        return byKey.getOrDefault(key, List.of());
    }

    private Set<RequestKey> knownDuplicates() {
        Set<RequestKey> known = new HashSet<>();
        group.stream().filter(HeldRequest::knownDuplicate).forEach(request -> known.add(request.key()));
        return known;
    }

    /** Encodes and writes a partition, without the records of the given requests, which it only counts. */
    private void send(Leg leg, Set<RequestKey> duplicates) {
        try {
            SegmentId id = flights.nextId();
            SegmentParcel segment = leg.partition().encode(id, lane.name().tenant(), nowUnixNano(), duplicates);
            flights.account().sealed(segment.framed().length);
            flights.sink().write(segment).onSuccess(outcome -> {
                if (outcome.kind() == SinkOutcome.Kind.DURABLE) {
                    flights.quotas().addDurable(segment.tenant(), segment.framed().length);
                }
                take(outcome, leg, duplicates);
            });
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "A segment of %d records could not be encoded",
                    leg.partition().records());
            finish(leg, duplicates, Optional.of(Refusal.FAILED));
        }
    }

    private void take(SinkOutcome outcome, Leg leg, Set<RequestKey> duplicates) {
        switch (outcome.kind()) {
            case DURABLE -> finish(leg, duplicates, Optional.empty());
            case DUPLICATE_REQUESTS -> sendWithout(outcome.duplicateRequests(), leg, duplicates);
            case UNACCEPTABLE -> {
                LOG.errorf(
                        "Storage can not take a segment of %d records: %s",
                        leg.partition().records(), outcome.detail());
                finish(leg, duplicates, Optional.of(Refusal.UNACCEPTABLE));
            }
            case REFUSED -> finish(leg, duplicates, Optional.of(Refusal.NOT_DURABLE));
            case UNKNOWN -> finish(leg, duplicates, Optional.of(Refusal.SHUTTING_DOWN));
        }
    }

    private void sendWithout(Set<RequestKey> found, Leg leg, Set<RequestKey> duplicates) {
        Set<RequestKey> all = new HashSet<>(duplicates);
        if (all.addAll(found)) {
            flights.threads().execute(() -> send(leg, all));
        } else {
            LOG.errorf("Storage names duplicate requests that were left out already: %s", found);
            finish(leg, duplicates, Optional.of(Refusal.UNACCEPTABLE));
        }
    }

    private void finish(Leg leg, Set<RequestKey> duplicates, Optional<Refusal> lost) {
        List<HeldRequest> finished = new ArrayList<>();
        synchronized (this) {
            for (RequestKey key : leg.keys()) {
                requestsOf(key).stream()
                        .filter(request -> request.partitionDone(duplicates.contains(key), lost))
                        .forEach(finished::add);
            }
        }
        settle(finished);
    }

    /** Settles what a leg, or the lack of one, has brought to its end. */
    private void settle(List<HeldRequest> finished) {
        Future.all(finished.stream().map(this::settle).toList()).onComplete(settled -> {
            if (isLastLeg()) {
                landed.tryComplete();
            }
        });
    }

    private synchronized boolean isLastLeg() {
        return --legsLeft == 0;
    }

    private Future<Void> settle(HeldRequest request) {
        RequestReading reading = request.reading();
        RecordAccount account = flights.account();
        if (reading.unreadable().isPresent()) {
            String reason = request.request().message(reading.unreadable().get());
            return account.rejected(lane.name(), "unreadable", reading.offered())
                    .onSuccess(counted -> lane.settle(request, Answer.unreadable(reason)));
        }
        if (reading.tooLarge()) {
            return account.rejected(lane.name(), "too_many_records", reading.offered())
                    .onSuccess(counted -> lane.settle(request, tooManyRecords()));
        }
        if (request.lost().isPresent()) {
            Refusal lost = request.lost().get();
            return account.refused(lane.name(), lost, reading.offered())
                    .onSuccess(counted -> lane.settle(request, Answer.refused(lost)));
        }
        return account.acknowledged(lane.name(), request)
                .onSuccess(counted -> lane.settle(request, acknowledgement(request)));
    }

    /** A request that was durable before is simply acknowledged: its sender heard of rejections the first time. */
    private static Answer acknowledgement(HeldRequest request) {
        RequestReading reading = request.reading();
        if (request.duplicate()) {
            return Answer.acknowledged();
        }
        return request.converted()
                .filter(converted -> converted.rejectedRecords() > 0)
                .map(converted -> Answer.acknowledged(
                        reading.rejectedRecords() + converted.rejectedRecords(),
                        reading.message().isEmpty()
                                ? converted.message()
                                : converted.message() + "; " + reading.message()))
                .orElseGet(() -> Answer.acknowledged(reading.rejectedRecords(), reading.message()));
    }

    private Answer tooManyRecords() {
        return Answer.tooLarge(
                "request: expected at most " + flights.limits().maxRecordsPerRequest() + " records, got more");
    }

    private static long nowUnixNano() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
