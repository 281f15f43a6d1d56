package dev.quipu.model.redaction;

import dev.quipu.model.otlp.AnyValueWire;
import dev.quipu.model.otlp.ProtoReader;
import dev.quipu.model.otlp.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies a plan to one request: one walk over the wire form that stops at the values of {@link WireShape}, without an
 * object per record. Values nested deeper than records may hold are passed over: their records are rejected. Not
 * thread-safe.
 */
final class WireRedaction {

    private static final int KEY = AnyValueWire.KEY << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int VALUE = AnyValueWire.VALUE << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int ELEMENTS = 1;
    private static final byte[] NOTHING = {};

    private final RedactionPlan plan;
    private final Explanation explanation;
    private final Reach[] reaches;
    /** By the index of a rule. */
    private final long[] found;

    private final Rewrite rewrite = new Rewrite();
    private final Alphabet alphabet = new Alphabet();
    private ProtoReader in = new ProtoReader(NOTHING);
    /** Of each place the attribute that was known last. */
    private final ByteCache.@Nullable Entry<Boolean>[] lastClean;

    /** Of the attribute that was looked for last, and not known. */
    private long hash;

    @SuppressWarnings({"unchecked", "rawtypes"})
    WireRedaction(RedactionPlan plan, boolean explain) {
        lastClean = new ByteCache.Entry[RedactionPlace.values().length];
        this.plan = plan;
        explanation = new Explanation(plan, explain);
        found = new long[plan.size()];
        reaches = new Reach[RedactionPlace.values().length];
        for (RedactionPlace place : RedactionPlace.values()) {
            reaches[place.ordinal()] = plan.reach(place);
        }
    }

    Redacted apply(byte[] body, int length) {
        in = new ProtoReader(body, 0, length);
        message(WireShape.of(plan.signal()));
        byte[] changed = rewrite.apply(body, length);
        return changed == null
                ? new Redacted(body, length, counts(), List.of(), 0)
                : new Redacted(changed, changed.length, counts(), explanation.changes(), explanation.total());
    }

    /** Of every rule that found something until now. */
    List<Redacted.RuleCount> counts() {
        List<Redacted.RuleCount> counts = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] > 0) {
                RedactionRule rule = plan.rule(i);
                counts.add(new Redacted.RuleCount(rule.name(), rule.action(), found[i]));
            }
        }
        return counts;
    }

    /** What a message becomes that has the shape; null when it stays as it is. */
    byte @Nullable [] apply(WireShape shape, byte[] message) {
        begin(message);
        message(shape);
        return rewrite.apply(message, message.length);
    }

    /** What an attribute, a value or a text becomes; null when it stays as it is. */
    byte @Nullable [] apply(WireShape.Kind kind, Reach reach, byte[] part) {
        begin(part);
        switch (kind) {
            case MESSAGE -> throw new IllegalArgumentException("part: expected no message, got one");
            case TEXT -> text(reach);
            case ENTRY -> entry(reach, 0);
            case VALUE -> value(reach, 0);
        }
        return rewrite.apply(part, part.length);
    }

    private void begin(byte[] message) {
        in = new ProtoReader(message);
        rewrite.clear();
    }

    private void message(WireShape shape) {
        while (in.hasMore()) {
            int tag = in.readTag();
            WireShape.Field field = (tag & 7) == ProtoReader.LENGTH_DELIMITED ? shape.field(tag >>> 3) : null;
            if (field == null) {
                in.skip(tag);
                continue;
            }
            Reach reach = reaches[field.place().ordinal()];
            WireShape below = field.shape();
            if (below != null) {
                int outer = enter();
                message(below);
                leave(outer);
            } else if (reach.isEmpty() || field.kind() == WireShape.Kind.ENTRY && isClean(field.place(), reach)) {
                in.skipBytes();
            } else {
                explanation.at(field.place());
                int outer = enter();
                content(field.kind(), reach);
                leave(outer);
            }
        }
    }

    private void content(WireShape.Kind kind, Reach reach) {
        switch (kind) {
            case MESSAGE -> {}
            case TEXT -> text(reach);
            case ENTRY -> attribute(reach);
            case VALUE -> value(reach, 0);
        }
    }

    private int enter() {
        int lengthAt = in.position();
        int outer = in.enter();
        rewrite.enter(lengthAt, in.position());
        return outer;
    }

    private void leave(int outer) {
        in.leave(outer);
        rewrite.leave(in.position());
    }

    /** A text field that is no attribute's: what is dropped leaves an empty text. */
    private void text(Reach reach) {
        int start = in.position();
        int length = in.remaining();
        ByteCache<Boolean> clean = reach.cleanTexts();
        long hashOfText = clean.hash(in.buffer(), start, length);
        if (clean.find(hashOfText, in.buffer(), start, length) != null) {
            return;
        }
        Verdict verdict = judge(reach);
        if (verdict.changes()) {
            byte[] instead = verdict.bytes() == null ? NOTHING : verdict.bytes();
            rewrite.replace(start, start + length, instead);
            count(verdict.counts());
            explanation.changed(in, verdict);
        } else {
            clean.put(hashOfText, in.buffer(), start, length, true);
        }
    }

    /**
     * Whether the attribute that comes, length first, is known to stay as it is: most are those of the records before, in
     * the same order.
     */
    private boolean isClean(RedactionPlace place, Reach reach) {
        int at = in.position();
        int length = in.readLength();
        int start = in.position();
        in.seek(at);
        ByteCache.Entry<Boolean> last = lastClean[place.ordinal()];
        ByteCache.Entry<Boolean> guess = last == null ? null : last.next();
        if (guess == null || !guess.isOf(in.buffer(), start, length)) {
            hash = reach.clean().hash(in.buffer(), start, length);
            guess = reach.clean().find(hash, in.buffer(), start, length);
            if (guess == null) {
                return false;
            }
            if (last != null) {
                last.setNext(guess);
            }
        }
        lastClean[place.ordinal()] = guess;
        return true;
    }

    /** The rest of the reader as an attribute, just found not to be known. */
    private void attribute(Reach reach) {
        int start = in.position();
        int length = in.remaining();
        long hashOfAll = hash;
        int before = rewrite.edits();
        entry(reach, 0);
        if (rewrite.edits() == before) {
            reach.clean().put(hashOfAll, in.buffer(), start, length, true);
        }
    }

    private Verdict judge(Reach reach) {
        return reach.looks() ? reach.judge(in.buffer(), in.position(), in.remaining(), alphabet) : Verdict.UNCHANGED;
    }

    /**
     * The rest of the reader as a {@code KeyValue}. Its key nearly always comes first; one that comes after the value, or
     * again, counts all the same, so that values are looked at when all keys are known.
     */
    private void entry(Reach outer, int depth) {
        int begin = in.position();
        Reach reach = outer;
        int names = 0;
        boolean hadValue = false;
        while (in.hasMore()) {
            int at = in.position();
            int tag = in.readTag();
            if (tag == KEY) {
                int length = in.readLength();
                reach = reach.under(in.buffer(), in.position(), length);
                explanation.enterKey(in, length);
                names++;
                in.advance(length);
            } else if (tag == VALUE && !hadValue && nextEndsHere()) {
                begin = at;
                break;
            } else {
                hadValue |= tag == VALUE;
                in.skip(tag);
            }
        }
        in.seek(begin);
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag == VALUE) {
                int content = enter();
                value(reach, depth);
                leave(content);
            } else {
                in.skip(tag);
            }
        }
        explanation.leaveKeys(names);
    }

    /** Whether the message that comes, length first, is the last there is; does not move. */
    private boolean nextEndsHere() {
        int at = in.position();
        boolean endsHere = in.readLength() == in.remaining();
        in.seek(at);
        return endsHere;
    }

    /** The rest of the reader as the content of an {@code AnyValue}. */
    private void value(Reach reach, int depth) {
        if (reach.takes()) {
            take(reach);
        } else if (reach.looks() || !reach.isEmpty()) {
            while (in.hasMore()) {
                member(reach, depth);
            }
        }
    }

    private void member(Reach reach, int depth) {
        int start = in.position();
        int tag = in.readTag();
        switch (tag) {
            case AnyValueWire.STRING_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                    AnyValueWire.BYTES_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> content(reach, start);
            case AnyValueWire.INT_VALUE << 3 | ProtoReader.VARINT -> number(reach, start, in.readVarint());
            case AnyValueWire.DOUBLE_VALUE << 3 | ProtoReader.FIXED64 ->
                number(reach, start, Double.longBitsToDouble(in.readFixed64()));
            case AnyValueWire.BOOL_VALUE << 3 | ProtoReader.VARINT -> cut(reach, start, in.readVarint() != 0);
            case AnyValueWire.ARRAY_VALUE << 3 | ProtoReader.LENGTH_DELIMITED,
                    AnyValueWire.KVLIST_VALUE << 3 | ProtoReader.LENGTH_DELIMITED -> {
                if (depth >= AnyValueWire.MAX_DEPTH) {
                    in.skip(tag);
                } else {
                    int outer = enter();
                    list(reach, tag >>> 3, depth + 1);
                    leave(outer);
                }
            }
            default -> in.skip(tag);
        }
    }

    private void list(Reach reach, int field, int depth) {
        while (in.hasMore()) {
            int tag = in.readTag();
            if (tag != (ELEMENTS << 3 | ProtoReader.LENGTH_DELIMITED)) {
                in.skip(tag);
                continue;
            }
            int outer = enter();
            if (field == AnyValueWire.ARRAY_VALUE) {
                value(reach, depth);
            } else {
                entry(reach, depth);
            }
            leave(outer);
        }
    }

    /** Text or bytes as a member of a value: what is dropped leaves a value without content. */
    private void content(Reach reach, int start) {
        int lengthAt = in.position();
        int outer = in.enter();
        Verdict verdict = judge(reach);
        if (verdict.changes()) {
            int end = in.position() + in.remaining();
            if (verdict.bytes() == null) {
                rewrite.replace(start, end, NOTHING);
            } else {
                rewrite.enter(lengthAt, in.position());
                rewrite.replace(in.position(), end, verdict.bytes());
                rewrite.leave(end);
            }
            count(verdict.counts());
            explanation.changed(in, verdict);
        }
        in.leave(outer);
    }

    /** A whole number, looked at in decimal digits; once it is changed it is text. */
    private void number(Reach reach, int start, long number) {
        if (!reach.looksAtNumber(number)) {
            return;
        }
        byte[] text = ValueText.bytes(number);
        member(start, text, reach.judge(text, 0, text.length, alphabet));
    }

    /** A double that is a whole number is looked at as one; of any other nothing but its length is known. */
    private void number(Reach reach, int start, double number) {
        if (number == (long) number) {
            number(reach, start, (long) number);
        } else {
            cut(reach, start, number);
        }
    }

    /** A value that rules do not look into, but may shorten as the text that it is written as. */
    private void cut(Reach reach, int start, Object value) {
        if (reach.cuts()) {
            byte[] text = ValueText.bytes(value);
            member(start, text, reach.cut(text));
        }
    }

    private void member(int start, byte[] text, Verdict verdict) {
        if (verdict.changes()) {
            rewrite.replace(start, in.position(), verdict.bytes() == null ? NOTHING : stringMember(verdict.bytes()));
            count(verdict.counts());
            explanation.changed(text, verdict);
        }
    }

    private static byte[] stringMember(byte[] text) {
        ProtoWriter out = new ProtoWriter(text.length + 8);
        out.writeBytes(AnyValueWire.STRING_VALUE, text);
        return out.toBytes();
    }

    /** A whole value goes, is masked or is hashed, unless there is none. */
    private void take(Reach reach) {
        int start = in.position();
        int length = in.remaining();
        Optional<byte[]> content = ValueText.of(in);
        if (content.isEmpty()) {
            return;
        }
        byte[] text = content.get();
        byte[] instead = reach.taken(text)
                .map(left -> stringMember(left.getBytes(StandardCharsets.UTF_8)))
                .orElse(NOTHING);
        rewrite.replace(start, start + length, instead);
        for (CompiledRule rule : reach.whole()) {
            found[rule.index()]++;
        }
        explanation.taken(text, reach);
    }

    /** How often each rule found something until now, by its index. */
    long[] found() {
        return found;
    }

    /** Counts what rules found: pairs of a rule's index and how often. */
    void count(int[] counts) {
        for (int i = 0; i < counts.length; i += 2) {
            found[counts[i]] += counts[i + 1];
        }
    }
}
