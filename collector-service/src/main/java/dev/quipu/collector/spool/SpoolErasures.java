package dev.quipu.collector.spool;

import dev.quipu.collector.KeptFile;
import dev.quipu.model.erasure.ErasureTarget;
import dev.quipu.model.segment.SegmentParcel;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Takes what tenants had erased out of what is spooled, and keeps beside it how far that came.
 *
 * <ol>
 *   <li>An erasure that is done is done for good: nothing that it means is in the spool's files, nor can come there.
 *   <li>A file holds all that it means or nothing: the new one takes the old one's name in one step.
 *   <li>What is erased stays among what the spool holds until storage has its segment, which tells the ledger.
 *   <li>A key is gone only once nothing lies under it.
 * </ol>
 *
 * Blocks on the disk; one call at a time.
 */
final class SpoolErasures {

    static final String FILE = "erasures.json";

    private static final Logger LOG = Logger.getLogger(SpoolErasures.class);

    private final Spool spool;
    private final KeptFile file;
    private final Map<Long, Long> lookedUpTo = new HashMap<>();
    private Progress progress;

    /**
     * @param done number of the last erasure before which all are done
     * @param rewritten names of files of which parcels may have lost records
     */
    private record Progress(long done, Set<String> rewritten) {

        static Progress parse(byte[] json) {
            JsonObject all = new JsonObject(new String(json, StandardCharsets.UTF_8));
            Set<String> rewritten = new HashSet<>();
            all.getJsonArray("rewritten").forEach(name -> rewritten.add((String) name));
            return new Progress(all.getLong("done"), Set.copyOf(rewritten));
        }

        byte[] json() {
            return new JsonObject()
                    .put("done", done)
                    .put("rewritten", new JsonArray(List.copyOf(rewritten)))
                    .encode()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    SpoolErasures(Spool spool) throws IOException {
        this.spool = spool;
        this.file = new KeptFile(spool.place().directory().resolve(FILE));
        this.progress = read(file);
    }

    /** Names of the files of a directory of which parcels may have lost records. */
    static Set<String> rewritten(Path directory) throws IOException {
        return read(new KeptFile(directory.resolve(FILE))).rewritten();
    }

    /** One that can not be read is as none: everything is looked through again, and finds nothing twice. */
    private static Progress read(KeptFile file) throws IOException {
        Optional<byte[]> before = file.read();
        try {
            return before.map(Progress::parse).orElse(new Progress(0, Set.of()));
        } catch (DecodeException | ClassCastException | NullPointerException e) {
            LOG.errorf("%s: expected how far erasures came, got another thing; they begin anew", file);
            return new Progress(0, Set.of());
        }
    }

    /** Number of the last erasure before which all are done; 0 when none is. */
    long done() {
        return progress.done();
    }

    /**
     * Erases in what was spooled until now.
     *
     * @return whether that is all: else something may be on its way here, and it is to be done again
     */
    synchronized boolean erase(List<Erasure> told) throws IOException {
        List<Erasure> erasures =
                told.stream().filter(one -> one.number() > progress.done()).toList();
        if (erasures.isEmpty()) {
            return true;
        }
        Instant begin = Instant.now();
        long end = spool.endFile();
        rewriteAll(entry -> concerning(entry, erasures));
        erasures.forEach(erasure -> lookedUpTo.put(erasure.number(), end));
        long done = progress.done();
        boolean isAll = true;
        for (Erasure erasure : erasures) {
            isAll &= erasure.isOver(begin);
            done = isAll ? Math.max(done, erasure.number()) : done;
        }
        keep(new Progress(done, progress.rewritten()));
        return isAll;
    }

    /** Whether what is spooled is sealed, so that keys of it can be destroyed. */
    boolean areSealed() {
        return spool.place().keys().areUsed();
    }

    /**
     * Takes out what of the tenants was collected before and lies sealed, under whichever key, as a rewrite that broke off
     * may have sealed it anew; and then the keys.
     */
    synchronized void destroyKeys(List<KeyDestruction> told) throws IOException {
        SpoolKeys keys = spool.place().keys();
        Map<String, KeyDestruction> pending = told.stream()
                .filter(destruction -> !keys.isDone(destruction))
                .collect(Collectors.toMap(
                        KeyDestruction::tenant,
                        destruction -> destruction,
                        BinaryOperator.maxBy(Comparator.comparing(KeyDestruction::at))));
        if (pending.isEmpty()) {
            return;
        }
        pending.values().forEach(keys::retire);
        spool.endFile();
        if (!rewriteAll(entry -> destroyed(entry, pending, keys))) {
            throw new IOException(
                    "expected files of the spool that have ended, got one that grows and holds what is to be"
                            + " destroyed; it is done again");
        }
        keys.destroy(pending.values());
        keep(progress);
    }

    private static Optional<SpoolRemoval> destroyed(
            SpoolEntry entry, Map<String, KeyDestruction> pending, SpoolKeys keys) {
        SegmentParcel.Label label = entry.label();
        KeyDestruction destruction = pending.get(label.tenant());
        if (destruction == null || entry.generation() == 0) {
            return Optional.empty();
        }
        Instant collectedAt = Instant.EPOCH.plusNanos(label.collectedAtUnixNano());
        if (destruction.concerns(label.tenant(), collectedAt)) {
            return Optional.of(SpoolRemoval.EVERYTHING);
        }
        return keys.isRetired(label.tenant(), entry.generation())
                ? Optional.of(SpoolRemoval.NOTHING)
                : Optional.empty();
    }

    /**
     * One that cannot be read keeps nothing from the others; it is told when those are done.
     *
     * @return whether that is all: one that grows is left as it is
     */
    private boolean rewriteAll(Function<SpoolEntry, Optional<SpoolRemoval>> removals) throws IOException {
        Optional<IOException> failure = Optional.empty();
        boolean isAll = true;
        for (SpoolFile each : spool.files().list()) {
            try {
                isAll &= rewrite(each, removals);
            } catch (IOException e) {
                failure = Optional.of(failure.orElse(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return isAll;
    }

    private boolean rewrite(SpoolFile each, Function<SpoolEntry, Optional<SpoolRemoval>> removals) throws IOException {
        try {
            SpoolRewrite rewrite = new SpoolRewrite(each, spool.place(), removals);
            return !rewrite.isNeeded() || swap(each, rewrite);
        } catch (IOException e) {
            if (spool.files().holds(each)) {
                throw e;
            }
            LOG.debugf(e, "%s was delivered and deleted meanwhile", each.path());
            return true;
        }
    }

    private Optional<SpoolRemoval> concerning(SpoolEntry entry, List<Erasure> erasures) {
        List<ErasureTarget> targets = erasures.stream()
                .filter(erasure -> erasure.concerns(entry.label())
                        && entry.frame().sequence() > lookedUpTo.getOrDefault(erasure.number(), 0L))
                .map(Erasure::target)
                .toList();
        return targets.isEmpty() ? Optional.empty() : Optional.of(SpoolRemoval.of(targets));
    }

    /** @return whether it is done; not of a file that grows */
    private boolean swap(SpoolFile old, SpoolRewrite rewrite) throws IOException {
        SpoolFile fresh = rewrite.write();
        if (!rewrite.hasChanged()) {
            fresh.delete();
            return true;
        }
        Set<String> names = new HashSet<>(progress.rewritten());
        names.add(String.valueOf(old.path().getFileName()));
        keep(new Progress(progress.done(), Set.copyOf(names)));
        if (spool.files().replace(old, fresh, rewrite.held())) {
            LOG.infof("%d records were erased in %s, which was written anew", rewrite.records(), old.path());
            return true;
        }
        fresh.delete();
        return !spool.files().holds(old);
    }

    /** Without names of files that are gone. */
    private void keep(Progress next) throws IOException {
        Set<String> names = new HashSet<>(next.rewritten());
        Set<String> there = new HashSet<>();
        spool.files()
                .list()
                .forEach(each -> there.add(String.valueOf(each.path().getFileName())));
        names.retainAll(there);
        Progress kept = new Progress(next.done(), Set.copyOf(names));
        if (!kept.equals(progress)) {
            file.write(kept.json());
            progress = kept;
        }
    }
}
