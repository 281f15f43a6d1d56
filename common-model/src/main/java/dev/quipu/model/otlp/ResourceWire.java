package dev.quipu.model.otlp;

import dev.quipu.model.InstrumentationScope;
import dev.quipu.model.KeyValue;
import dev.quipu.model.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * Resource and scope with their schema URL, in the wire form of the block that carries them: field 1 the message,
 * field 3 the schema URL, as in {@code ResourceSpans} and {@code ScopeSpans} (and their siblings for logs and metrics).
 */
public final class ResourceWire {

    /** Field of {@code resource} in a resource block, of {@code scope} in a scope block. */
    public static final int SUBJECT = 1;
    /** Field of {@code scope_spans} (…logs, …metrics) in a resource block, of the records in a scope block. */
    public static final int CONTENT = 2;
    /** Field of {@code schema_url} in both blocks. */
    public static final int SCHEMA_URL = 3;

    private ResourceWire() {}

    public static void write(ProtoWriter out, Resource resource) {
        int message = out.begin(SUBJECT);
        AnyValueWire.writeAll(out, 1, resource.attributes());
        out.writeVarintOrOmit(2, Integer.toUnsignedLong(resource.droppedAttributesCount()));
        for (Resource.EntityRef entity : resource.entityRefs()) {
            int reference = out.begin(3);
            out.writeStringOrOmit(1, entity.schemaUrl());
            out.writeStringOrOmit(2, entity.type());
            entity.idKeys().forEach(key -> out.writeString(3, key));
            entity.descriptionKeys().forEach(key -> out.writeString(4, key));
            out.end(reference);
        }
        out.end(message);
        out.writeStringOrOmit(SCHEMA_URL, resource.schemaUrl());
    }

    public static void write(ProtoWriter out, InstrumentationScope scope) {
        int message = out.begin(SUBJECT);
        out.writeStringOrOmit(1, scope.name());
        out.writeStringOrOmit(2, scope.version());
        AnyValueWire.writeAll(out, 3, scope.attributes());
        out.writeVarintOrOmit(4, Integer.toUnsignedLong(scope.droppedAttributesCount()));
        out.end(message);
        out.writeStringOrOmit(SCHEMA_URL, scope.schemaUrl());
    }

    /** Reads the rest of the reader as a resource block; its records are passed over. */
    public static Resource readResource(ProtoReader in) {
        List<KeyValue> attributes = new ArrayList<>();
        List<Resource.EntityRef> entities = new ArrayList<>();
        int dropped = 0;
        String schemaUrl = "";
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case SUBJECT -> {
                    int outer = in.enter();
                    while (in.hasMore()) {
                        int field = in.readTag();
                        switch (field >>> 3) {
                            case 1 -> attributes.add(AnyValueWire.readNested(in));
                            case 2 -> dropped = (int) in.readVarint();
                            case 3 -> entities.add(readEntity(in));
                            default -> in.skip(field);
                        }
                    }
                    in.leave(outer);
                }
                case SCHEMA_URL -> schemaUrl = in.readString();
                default -> in.skip(tag);
            }
        }
        return new Resource(attributes, dropped, entities, schemaUrl);
    }

    private static Resource.EntityRef readEntity(ProtoReader in) {
        String schemaUrl = "";
        String type = "";
        List<String> idKeys = new ArrayList<>();
        List<String> descriptionKeys = new ArrayList<>();
        int outer = in.enter();
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case 1 -> schemaUrl = in.readString();
                case 2 -> type = in.readString();
                case 3 -> idKeys.add(in.readString());
                case 4 -> descriptionKeys.add(in.readString());
                default -> in.skip(tag);
            }
        }
        in.leave(outer);
        return new Resource.EntityRef(schemaUrl, type, idKeys, descriptionKeys);
    }

    /** Reads the rest of the reader as a scope block; its records are passed over. */
    public static InstrumentationScope readScope(ProtoReader in) {
        String name = "";
        String version = "";
        List<KeyValue> attributes = new ArrayList<>();
        int dropped = 0;
        String schemaUrl = "";
        while (in.hasMore()) {
            int tag = in.readTag();
            switch (tag >>> 3) {
                case SUBJECT -> {
                    int outer = in.enter();
                    while (in.hasMore()) {
                        int field = in.readTag();
                        switch (field >>> 3) {
                            case 1 -> name = in.readString();
                            case 2 -> version = in.readString();
                            case 3 -> attributes.add(AnyValueWire.readNested(in));
                            case 4 -> dropped = (int) in.readVarint();
                            default -> in.skip(field);
                        }
                    }
                    in.leave(outer);
                }
                case SCHEMA_URL -> schemaUrl = in.readString();
                default -> in.skip(tag);
            }
        }
        return new InstrumentationScope(name, version, attributes, dropped, schemaUrl);
    }
}
