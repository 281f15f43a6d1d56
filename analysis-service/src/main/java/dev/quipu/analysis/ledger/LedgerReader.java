package dev.quipu.analysis.ledger;

import dev.quipu.analysis.BadParameterException;
import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.analysis.client.LedgerQuery.Grouping;
import dev.quipu.analysis.client.StorageClient;
import dev.quipu.analysis.rates.LedgerWindow;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads the ledger of a window and reconciles it. */
@ApplicationScoped
public class LedgerReader {

    private static final String NONE = "none";
    private static final Set<Grouping> DEFAULT = Set.of(Grouping.SIGNAL, Grouping.COMPONENT);

    private final StorageClient storage;
    private final LedgerWindow window;

    LedgerReader(StorageClient storage, LedgerWindow window) {
        this.storage = storage;
        this.window = window;
    }

    /** @param groupBy comma-separated; {@value #NONE} for no lines, absent for signal and component */
    public Uni<Reconciliation> read(String tenant, LedgerWindow.Asked asked, Optional<String> groupBy) {
        LedgerQuery query =
                window.query(asked, groupBy.map(LedgerReader::groupings).orElse(DEFAULT));
        return storage.ledger(tenant, query).map(ledger -> Reconciliation.of(tenant, query, ledger));
    }

    static Set<Grouping> groupings(String text) {
        Set<Grouping> groupings = EnumSet.noneOf(Grouping.class);
        for (String word : text.equals(NONE) ? new String[0] : text.split(",", -1)) {
            groupings.add(Arrays.stream(Grouping.values())
                    .filter(grouping -> grouping.label().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new BadParameterException(
                            "groupBy: expected minute, signal or component, or none alone, got '" + word.strip()
                                    + "'")));
        }
        return groupings;
    }
}
