package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ResourceWire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Spans in memory with the resources and scopes that they refer to. Not thread-safe. */
final class SpanTable {

    final BytesPool pool;
    final Table spans;
    final SideTable resources;
    final SideTable scopes;
    private final List<Component> componentOfResource = new ArrayList<>();
    private final List<long[]> filterHashesOfResource = new ArrayList<>();

    /** @param maxAttributeColumns see {@link AttributeColumns} */
    SpanTable(int expectedRows, int maxAttributeColumns) {
        pool = new BytesPool(expectedRows);
        spans = new Table(TracesSchema.SCHEMA, pool, expectedRows, maxAttributeColumns);
        resources = new SideTable(pool);
        scopes = new SideTable(pool);
    }

    /** What a membership filter is asked about a resource's attributes; read once per resource. */
    long[] resourceFilterHashes(int resource) {
        for (int next = filterHashesOfResource.size(); next <= resource; next++) {
            LongArray hashes = new LongArray(16);
            for (KeyValue attribute : resource(next).attributes()) {
                MembershipFilter.hashOf(attribute).ifPresent(hashes::add);
            }
            filterHashesOfResource.add(Arrays.copyOf(hashes.array(), hashes.size()));
        }
        return filterHashesOfResource.get(resource);
    }

    private Resource resource(int row) {
        int block = resources.block(row);
        return ResourceWire.readResource(new ProtoReader(pool.bytes(), pool.offset(block), pool.length(block)));
    }

    /** The component that a resource identifies; read once per resource. */
    Component component(int resource) {
        for (int next = componentOfResource.size(); next <= resource; next++) {
            componentOfResource.add(Component.of(resource(next).attributes()));
        }
        return componentOfResource.get(resource);
    }
}
