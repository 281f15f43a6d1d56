package dev.quipu.model.segment;

import dev.quipu.model.Component;
import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import dev.quipu.model.otlp.ResourceWire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of one signal in memory, with the resources and scopes that they refer to. Not thread-safe. */
final class RecordTable {

    final SignalLayout layout;
    final BytesPool pool;
    final Table records;
    final SideTable resources;
    final SideTable scopes;
    /** What becomes of values while requests are read. */
    final RedactedValues redacted = new RedactedValues();
    /** What each field refers to; null for fields that refer to nothing. */
    private final @Nullable SideTable[] sides;

    private final List<Component> componentOfResource = new ArrayList<>();
    private final List<long[]> filterHashesOfResource = new ArrayList<>();
    private final List<long[]> filterHashesOfScope = new ArrayList<>();

    /** @param maxAttributeColumns see {@link AttributeColumns} */
    RecordTable(SignalLayout layout, int expectedRows, int maxAttributeColumns) {
        this.layout = layout;
        pool = new BytesPool(expectedRows);
        records = new Table(layout.schema(), pool, expectedRows, maxAttributeColumns);
        List<Schema.Field> fields = layout.schema().fields();
        sides = new SideTable[fields.size()];
        for (int field = 0; field < sides.length; field++) {
            sides[field] = fields.get(field).type() == FieldType.REFERENCE ? new SideTable(pool) : null;
        }
        resources = side(layout.resource());
        scopes = side(layout.scope());
    }

    /** What a field refers to. */
    SideTable side(int field) {
        SideTable side = sides[field];
        if (side == null) {
            throw new IllegalArgumentException("field: expected a reference, got number " + field);
        }
        return side;
    }

    /** What a membership filter is asked about a resource's attributes; read once per resource. */
    long[] resourceFilterHashes(int resource) {
        for (int next = filterHashesOfResource.size(); next <= resource; next++) {
            filterHashesOfResource.add(filterHashes(resource(next).attributes()));
        }
        return filterHashesOfResource.get(resource);
    }

    /** The same about a scope's. */
    long[] scopeFilterHashes(int scope) {
        for (int next = filterHashesOfScope.size(); next <= scope; next++) {
            filterHashesOfScope.add(filterHashes(scope(next).attributes()));
        }
        return filterHashesOfScope.get(scope);
    }

    private static long[] filterHashes(List<KeyValue> attributes) {
        LongArray hashes = new LongArray(16);
        attributes.forEach(attribute -> MembershipFilter.forEachHash(attribute, hashes::add));
        return Arrays.copyOf(hashes.array(), hashes.size());
    }

    Resource resource(int row) {
        return ResourceWire.readResource(pool.reader(resources.block(row)));
    }

    InstrumentationScope scope(int row) {
        return ResourceWire.readScope(pool.reader(scopes.block(row)));
    }

    /** The component that a resource identifies; read once per resource. */
    Component component(int resource) {
        for (int next = componentOfResource.size(); next <= resource; next++) {
            componentOfResource.add(Component.of(resource(next).attributes()));
        }
        return componentOfResource.get(resource);
    }

    /** Whose record a row is, as a row of {@link #resources}. */
    int resourceOf(int row) {
        return (int) records.get(layout.resource(), row);
    }
}
