package dev.quipu.storage.erasure;

import dev.quipu.storage.catalog.CatalogUpdates;
import dev.quipu.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes out what was made of erased records, and the bytes of both out of the tables' files. */
@ApplicationScoped
class DerivedErasure {

    private final Transactions transactions;
    private final DerivedNames names;
    private final DerivedTexts texts;
    private final FreedFiles files;
    private final CatalogUpdates catalog;

    DerivedErasure(
            Transactions transactions,
            DerivedNames names,
            DerivedTexts texts,
            FreedFiles files,
            CatalogUpdates catalog) {
        this.catalog = catalog;
        this.transactions = transactions;
        this.names = names;
        this.texts = texts;
        this.files = files;
    }

    /** @return what became of the files */
    Uni<String> erase(Erasure erasure) {
        return catalog.settle()
                .chain(() -> names.erase(erasure))
                .chain(() -> texts.erase(erasure))
                .chain(() -> transactions.write(connection -> GoneNames.forget(connection, erasure.id())))
                .chain(() -> files.free(erasure.id()));
    }

    /** What is written again from then on is what comes from then on. */
    void forget() {
        names.forget();
    }
}
