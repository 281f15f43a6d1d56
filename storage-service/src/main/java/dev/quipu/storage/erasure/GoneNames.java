package dev.quipu.storage.erasure;

import dev.quipu.model.Signal;
import dev.quipu.model.segment.RecordTemplates;
import dev.quipu.model.segment.SegmentHead;
import dev.quipu.storage.catalog.SpanNames.NameKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the records of a segment had and what is left of it has not: of spans the names, of log records the templates.
 * Only these may be of no record any more. Names that heads do not list are not among them.
 */
record GoneNames(Set<NameKey> names, Set<Integer> templates) {

    private static final String NOTE_NAMES = """
            INSERT INTO erasure_name (erasure_id, service, kind, name)
            SELECT $1, g.service, g.kind, g.name FROM unnest($2::text[], $3::int[], $4::text[]) AS g(service, kind, name)""";

    private static final String NOTE_TEMPLATES =
            "INSERT INTO erasure_template (erasure_id, template_id) SELECT $1, unnest($2::int[])";

    private static final String FORGET_NAMES = "DELETE FROM erasure_name WHERE erasure_id = $1";

    private static final String FORGET_TEMPLATES = "DELETE FROM erasure_template WHERE erasure_id = $1";

    static GoneNames of(
            SegmentHead source,
            Optional<SegmentHead> left,
            Optional<RecordTemplates> before,
            Optional<RecordTemplates> after) {
        Set<NameKey> names = new HashSet<>();
        if (source.signal() == Signal.TRACES
                && left.map(head -> !mayHaveMore(head)).orElse(true)) {
            names.addAll(listed(source));
            left.ifPresent(head -> names.removeAll(listed(head)));
        }
        Set<Integer> templates = distinct(before);
        templates.removeAll(distinct(after));
        return new GoneNames(names, templates);
    }

    /** Than it lists. */
    static boolean mayHaveMore(SegmentHead head) {
        return head.names().size() >= SegmentHead.MAX_NAMES;
    }

    static Set<NameKey> listed(SegmentHead head) {
        return head.names().stream()
                .map(entry -> new NameKey(
                        head.tenant(),
                        head.components().get(entry.component()).component().name(),
                        entry.kind(),
                        entry.name()))
                .collect(Collectors.toSet());
    }

    private static Set<Integer> distinct(Optional<RecordTemplates> templates) {
        return templates
                .map(of -> Arrays.stream(of.distinct()).boxed().collect(Collectors.toCollection(HashSet::new)))
                .orElseGet(HashSet::new);
    }

    Uni<Void> note(SqlConnection connection, UUID erasure) {
        List<NameKey> all = List.copyOf(names);
        Tuple noted = Tuple.of(
                erasure,
                all.stream().map(NameKey::service).toArray(String[]::new),
                all.stream().map(NameKey::kind).toArray(Integer[]::new),
                all.stream().map(NameKey::name).toArray(String[]::new));
        return connection
                .preparedQuery(NOTE_NAMES)
                .execute(noted)
                .chain(() -> connection
                        .preparedQuery(NOTE_TEMPLATES)
                        .execute(Tuple.of(erasure, templates.toArray(Integer[]::new))))
                .replaceWithVoid();
    }

    /** They were looked for: they say what was erased. */
    static Uni<Void> forget(SqlConnection connection, UUID erasure) {
        return connection
                .preparedQuery(FORGET_NAMES)
                .execute(Tuple.of(erasure))
                .chain(() -> connection.preparedQuery(FORGET_TEMPLATES).execute(Tuple.of(erasure)))
                .replaceWithVoid();
    }
}
