package dev.quipu.analysis.rates;

import dev.quipu.analysis.client.LedgerQuery;
import dev.quipu.analysis.client.StorageClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Reads the rates of a window from the ledger. */
@ApplicationScoped
public class RateReader {

    private final StorageClient storage;
    private final LedgerWindow window;

    RateReader(StorageClient storage, LedgerWindow window) {
        this.storage = storage;
        this.window = window;
    }

    /** Over all signals and components asked for. */
    public Uni<Rates> read(String tenant, LedgerWindow.Asked asked) {
        LedgerQuery query = window.query(asked, Set.of());
        return storage.ledger(tenant, query).map(ledger -> Rates.of(query, ledger));
    }
}
