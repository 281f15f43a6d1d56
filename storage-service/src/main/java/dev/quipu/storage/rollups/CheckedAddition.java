package dev.quipu.storage.rollups;

import dev.quipu.model.rollup.Rollup;
import dev.quipu.model.rollup.RollupCodec;
import dev.quipu.model.rollup.RollupFormatException;
import dev.quipu.model.rollup.RollupKind;

/** An addition that can be merged. Times in Unix seconds. */
record CheckedAddition(RollupAddition addition, RollupKind<?> kind, long from, long to, int cells) {

    /** Decodes it, which is work for a worker. @throws IllegalArgumentException when it is not what it has to be */
    static CheckedAddition of(RollupAddition addition) {
        try {
            RollupKind<?> kind = RollupCodec.kindOf(addition.payload());
            Rollup<?> rollup = RollupCodec.decode(kind, addition.payload());
            int step = Resolution.finest().stepSeconds();
            if (rollup.resolutionSeconds() != step || rollup.isEmpty()) {
                throw new IllegalArgumentException("rollup: expected cells in steps of " + step + " s, got "
                        + rollup.size() + " in steps of " + rollup.resolutionSeconds() + " s");
            }
            return new CheckedAddition(addition, kind, rollup.fromUnixSeconds(), rollup.toUnixSeconds(), rollup.size());
        } catch (RollupFormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
