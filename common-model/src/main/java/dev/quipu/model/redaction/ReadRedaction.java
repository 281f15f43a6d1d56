package dev.quipu.model.redaction;

import dev.quipu.model.segment.ValueRedaction;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan at work on one request that is read into a batch, whose dictionary knows what values became: most of what a
 * request says is never looked at again. Not thread-safe.
 */
public final class ReadRedaction implements ValueRedaction {

    private static final RedactionPlace[] PLACES = places();

    private final RedactionPlan plan;
    private final WireRedaction redaction;
    private final Alphabet alphabet = new Alphabet();

    ReadRedaction(RedactionPlan plan) {
        this.plan = plan;
        redaction = new WireRedaction(plan, false);
    }

    private static RedactionPlace[] places() {
        return Arrays.stream(Place.values())
                .map(place -> RedactionPlace.valueOf(place.name()))
                .toArray(RedactionPlace[]::new);
    }

    /** Of every rule that found something in what was read until now. */
    public List<Redacted.RuleCount> counts() {
        return redaction.counts();
    }

    @Override
    public String message(String text) {
        return plan.message(text);
    }

    @Override
    public Object source() {
        return plan;
    }

    @Override
    public Rules rules(Place place) {
        return reach(place);
    }

    @Override
    public Rules rules(Place place, byte[] buffer, int offset, int length) {
        return reach(place).under(buffer, offset, length);
    }

    private Reach reach(Place place) {
        return plan.reach(PLACES[place.ordinal()]);
    }

    @Override
    public @Nullable Content content(Rules rules, byte[] buffer, int offset, int length) {
        if (!(rules instanceof Reach reach) || reach.takes()) {
            return null;
        }
        Verdict verdict = reach.looks() ? reach.judge(buffer, offset, length, alphabet) : Verdict.UNCHANGED;
        return verdict.changes() ? new Content(verdict.bytes(), verdict.counts()) : Content.UNCHANGED;
    }

    @Override
    public @Nullable Change attribute(Place place, byte[] buffer, int offset, int length) {
        Reach reach = reach(place);
        if (reach.isEmpty()) {
            return null;
        }
        ByteCache<Boolean> clean = reach.clean();
        long hash = clean.hash(buffer, offset, length);
        if (clean.find(hash, buffer, offset, length) != null) {
            return null;
        }
        Change change = change(WireShape.Kind.ENTRY, reach, buffer, offset, length);
        if (change == null) {
            clean.put(hash, buffer, offset, length, true);
        }
        return change;
    }

    @Override
    public @Nullable Change value(Place place, byte[] buffer, int offset, int length) {
        return change(WireShape.Kind.VALUE, reach(place), buffer, offset, length);
    }

    @Override
    public @Nullable Change text(Place place, byte[] buffer, int offset, int length) {
        return change(WireShape.Kind.TEXT, reach(place), buffer, offset, length);
    }

    private @Nullable Change change(WireShape.Kind kind, Reach reach, byte[] buffer, int offset, int length) {
        long[] before = redaction.found().clone();
        byte[] changed = redaction.apply(kind, reach, Arrays.copyOfRange(buffer, offset, offset + length));
        return changed == null ? null : new Change(changed, foundSince(before));
    }

    private int[] foundSince(long[] before) {
        long[] now = redaction.found();
        int[] counts = new int[2 * now.length];
        int size = 0;
        for (int rule = 0; rule < now.length; rule++) {
            if (now[rule] > before[rule]) {
                counts[size++] = rule;
                counts[size++] = (int) (now[rule] - before[rule]);
            }
        }
        return Arrays.copyOf(counts, size);
    }

    @Override
    public byte[] resource(byte[] block) {
        byte[] changed = redaction.apply(WireShape.ofResource(), block);
        return changed == null ? block : changed;
    }

    @Override
    public byte[] scope(byte[] block) {
        byte[] changed = redaction.apply(WireShape.ofScope(), block);
        return changed == null ? block : changed;
    }

    @Override
    public void foundAgain(int[] counts) {
        redaction.count(counts);
    }
}
