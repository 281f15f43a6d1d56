package dev.quipu.model.segment;

/**
 * Resources or scopes, kept once each and named by row number: {@link dev.quipu.model.otlp.ResourceWire} blocks in
 * the pool. Not thread-safe.
 */
final class SideTable {

    private final BytesPool pool;
    private final LongArray blocks = new LongArray(16);
    /** Row plus one by pool reference. */
    private int[] rowOf = new int[64];

    SideTable(BytesPool pool) {
        this.pool = pool;
    }

    int size() {
        return blocks.size();
    }

    /** Pool reference of the row's block. */
    int block(int row) {
        return (int) blocks.get(row);
    }

    long hash(int row) {
        return pool.hash(block(row));
    }

    int rowOf(byte[] block, int offset, int length) {
        int reference = pool.intern(block, offset, length);
        if (reference >= rowOf.length) {
            rowOf = java.util.Arrays.copyOf(rowOf, Math.max(reference + 1, 2 * rowOf.length));
        }
        if (rowOf[reference] == 0) {
            blocks.add(reference);
            rowOf[reference] = blocks.size();
        }
        return rowOf[reference] - 1;
    }
}
