package dev.quipu.collector.client;

import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * One attempt to hand a segment to storage. What storage finds wrong goes to its quarantine, where it is as durable as
 * what is stored: that is {@code STORED} too. {@code UNACCEPTABLE} is what not even the quarantine takes. Any thread.
 */
@Singleton
public final class SegmentDelivery {

    private static final Logger LOG = Logger.getLogger(SegmentDelivery.class);
    private static final int MAX_REASON_LENGTH = 300;

    private final StorageClient storage;

    @Inject
    public SegmentDelivery(StorageClient storage) {
        this.storage = storage;
    }

    /** Never fails. */
    public Future<StorageAnswer> attempt(SegmentParcel parcel) {
        return storage.postSegment(parcel.tenant(), parcel.framed())
                .compose(answer -> answer.kind() == StorageAnswer.Kind.UNACCEPTABLE
                        ? quarantine(parcel, answer.detail())
                        : Future.succeededFuture(answer));
    }

    /** Hands it to the quarantine at once; never fails. @param detail why it can not be stored */
    public Future<StorageAnswer> quarantine(SegmentParcel parcel, String detail) {
        LOG.errorf("Storage can not take segment %s of %d records: %s", parcel.id(), parcel.records(), detail);
        String reason = detail.length() <= MAX_REASON_LENGTH ? detail : detail.substring(0, MAX_REASON_LENGTH);
        return storage.postQuarantine(parcel, reason)
                .map(answer -> answer.kind() == StorageAnswer.Kind.DUPLICATE_REQUESTS
                        ? StorageAnswer.unacceptable(answer.detail())
                        : answer);
    }
}
