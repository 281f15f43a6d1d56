package dev.quipu.collector.intake;

import dev.quipu.model.segment.RecordRequest;
import dev.quipu.model.segment.RequestKey;
import dev.quipu.model.segment.RequestReading;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A request between its offer and the end of the last segment that holds records of it. Its sender is told once, maybe
 * before that end; its bytes stay reserved until then.
 */
final class HeldRequest {

    private final RecordRequest request;
    private final Optional<Converted> converted;
    private final Promise<Answer> answer;
    private final Future<?> deadline;
    private final Runnable over;
    private final long sinceNanos = System.nanoTime();

    // The lane's, under its lock.
    private final List<HeldRequest> twins = new ArrayList<>(0);
    private boolean knownDuplicate;

    // The flight's, under its lock.
    private @Nullable RequestReading reading;
    private int partitionsLeft;
    private boolean duplicate;
    private Optional<Refusal> lost = Optional.empty();

    /**
     * @param converted how the body came to its form, when a sender spoke another
     * @param deadline what will tell the sender to come again unless it was told something before
     * @param over gives back what the request holds; run once, at its end
     */
    HeldRequest(
            RecordRequest request,
            Optional<Converted> converted,
            Promise<Answer> answer,
            Future<?> deadline,
            Runnable over) {
        this.request = request;
        this.converted = converted;
        this.answer = answer;
        this.deadline = deadline;
        this.over = over;
    }

    RecordRequest request() {
        return request;
    }

    Optional<Converted> converted() {
        return converted;
    }

    RequestKey key() {
        return request.key();
    }

    long ageNanos() {
        return System.nanoTime() - sinceNanos;
    }

    void tell(Answer news) {
        deadline.cancel(false);
        answer.tryComplete(news);
    }

    /** The request is over: no segment needs its bytes any more. Once. */
    void release() {
        over.run();
    }

    /** Requests with the same key that came while this one was open; they share its outcome. */
    List<HeldRequest> twins() {
        return twins;
    }

    /** Whether a request with this key was durable before this one went on its way. */
    boolean knownDuplicate() {
        return knownDuplicate;
    }

    void markKnownDuplicate() {
        knownDuplicate = true;
    }

    void read(RequestReading result) {
        reading = result;
    }

    RequestReading reading() {
        if (reading == null) {
            throw new IllegalStateException("request " + key().hex() + " was not read");
        }
        return reading;
    }

    void expectPartition() {
        partitionsLeft++;
    }

    /** Takes over what became of one of its partitions; true when that was the last. */
    boolean partitionDone(boolean wasDuplicate, Optional<Refusal> wasLost) {
        duplicate |= wasDuplicate;
        lost = lost.isPresent() ? lost : wasLost;
        return --partitionsLeft == 0;
    }

    boolean awaitsPartitions() {
        return partitionsLeft > 0;
    }

    boolean duplicate() {
        return duplicate || knownDuplicate;
    }

    Optional<Refusal> lost() {
        return lost;
    }
}
