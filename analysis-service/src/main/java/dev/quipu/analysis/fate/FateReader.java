package dev.quipu.analysis.fate;

import dev.quipu.analysis.client.FateQuery;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.client.StorageFate;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Asks storage, then the collectors that it says hold something, then storage again when one of them answered.
 *
 * <p>The order matters. An acknowledged record is in a spool or in storage, and goes from there to here only, and is let
 * go there only after it is committed here. Had storage the first word alone, a record on its way between the two
 * questions would be in neither: not yet in storage when that was asked, no longer in the spool when that was. Asked
 * after the collectors, storage has all that they had let go by then. What its second answer says of segments, losses
 * and notes counts; the collectors' word counts as of when they were asked; and the watermark is that of the first
 * answer: what was acknowledged before it was in one of the two places when that place was asked.
 *
 * <p>A collector that only the second answer knows of is not asked: its sentence stays among what is missing. One that
 * the second no longer knows of has nothing left, as it said itself. Of one that spools and has not told storage yet,
 * nobody knows here: what it acknowledged within its report interval, or while it cannot reach storage, is not looked at.
 */
@ApplicationScoped
public class FateReader {

    private final StorageClient storage;
    private final CollectorInquiry collectors;

    FateReader(StorageClient storage, CollectorInquiry collectors) {
        this.storage = storage;
        this.collectors = collectors;
    }

    public Uni<FateAnswer> read(String tenant, FateQuery query) {
        return storage.fate(tenant, query).chain(first -> {
            if (first.spools().isEmpty()) {
                return Uni.createFrom().item(decide(query, first, List.of(), first));
            }
            return collectors
                    .ask(tenant, query.traceId(), first.spools())
                    .chain(said ->
                            afterwards(tenant, query, first, said).map(latest -> decide(query, latest, said, first)));
        });
    }

    /** Where no collector answered, nothing was learned that a record on its way could contradict. */
    private Uni<StorageFate> afterwards(String tenant, FateQuery query, StorageFate first, List<CollectorSaid> said) {
        return said.stream().anyMatch(one -> one.kind() != CollectorSaid.Kind.NOT_ASKED)
                ? storage.fate(tenant, query)
                : Uni.createFrom().item(first);
    }

    private static FateAnswer decide(FateQuery query, StorageFate latest, List<CollectorSaid> said, StorageFate first) {
        return FateDecision.of(query.traceId(), latest, said, first.watermark());
    }
}
