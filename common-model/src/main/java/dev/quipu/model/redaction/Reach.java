package dev.quipu.model.redaction;

import dev.quipu.model.segment.ValueRedaction;
import dev.quipu.model.segment.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules that apply to the values of one place, or of those below certain keys there: rules that take whole values,
 * rules that find parts, and rules that wait for a key. Any thread.
 */
final class Reach implements ValueRedaction.Rules {

    private static final int KEY_PLACES = 512;
    private static final int VALUE_PLACES = 2048;
    private static final int CLEAN_PLACES = 4096;
    private static final int TEXT_PLACES = 256;
    private static final int MAX_FAMILY = 64;

    /** No detector finds anything in a number of fewer digits. */
    private static final long LEAST_NUMBER = 100_000_000;

    private final RedactionKey key;
    private final List<CompiledRule> whole;
    private final CompiledRule[] finders;
    private final CompiledRule[] waiting;
    /** Of all finders, without repeats: what has to be in a text before a rule needs a look at it. */
    private final Detector.Scan[] scans;

    /** Of expressions of which it is known what their matches have. */
    private final LiteralSet required;

    private final boolean looksAtAll;
    private final Optional<CompiledRule> taker;
    private final Optional<CompiledRule> cutter;
    private final boolean takes;
    /** Longer texts are shortened; the greatest number when none is. */
    private final int mostBytes;

    private final boolean looks;
    private final boolean looksAtAnyNumber;
    private final boolean isIdle;
    /** Those of the same place, by the rules that wait no more: keys are many, sets of rules are few. */
    private final Map<BitSet, Reach> family;

    /** Whether it may be remembered: who sends keys can not choose how many of these there are. */
    private final boolean isKept;

    /** What the caches of all that belong to a plan may still take. */
    private final AtomicLong bytesLeft;

    private final ByteCache<Reach> below;
    private final ByteCache<Verdict> verdicts;
    /** Whole attributes that stay as they are. */
    private final ByteCache<Boolean> clean;

    private final ByteCache<Boolean> cleanTexts;

    private Reach(
            RedactionKey key,
            List<CompiledRule> whole,
            List<CompiledRule> finders,
            List<CompiledRule> waiting,
            Map<BitSet, Reach> family,
            AtomicLong bytesLeft) {
        this.key = key;
        this.bytesLeft = bytesLeft;
        this.family = family;
        isKept = family.size() < MAX_FAMILY;
        below = new ByteCache<>(isKept ? KEY_PLACES : 1, bytesLeft, reach -> 0);
        verdicts = new ByteCache<>(isKept ? VALUE_PLACES : 1, bytesLeft, Verdict::weight);
        clean = new ByteCache<>(family.isEmpty() ? CLEAN_PLACES : 1, bytesLeft, isClean -> 0);
        cleanTexts = new ByteCache<>(family.isEmpty() ? TEXT_PLACES : 1, bytesLeft, isClean -> 0);
        this.whole = List.copyOf(whole);
        this.finders = finders.toArray(CompiledRule[]::new);
        this.waiting = waiting.toArray(CompiledRule[]::new);
        scans = finders.stream()
                .flatMap(rule -> rule.scans().stream())
                .distinct()
                .toArray(Detector.Scan[]::new);
        List<Literal> literals =
                finders.stream().flatMap(rule -> rule.required().stream()).toList();
        required = new LiteralSet(literals);
        looksAtAll = literals.stream().anyMatch(Literal::isEmpty);
        taker = whole.stream()
                .filter(rule -> rule.action() != RedactionAction.TRUNCATE)
                .min(Comparator.comparing(CompiledRule::action).thenComparing(CompiledRule::index));
        cutter = whole.stream()
                .filter(rule -> rule.action() == RedactionAction.TRUNCATE)
                .min(Comparator.comparingInt(CompiledRule::keep));
        takes = taker.isPresent();
        mostBytes = cutter.map(CompiledRule::keep).orElse(Integer.MAX_VALUE);
        looks = !finders.isEmpty() || cutter.isPresent();
        isIdle = whole.isEmpty() && finders.isEmpty() && waiting.isEmpty();
        looksAtAnyNumber = finders.stream().anyMatch(CompiledRule::looksAtAnyNumber);
    }

    /** The rules of a place, before any key is known. */
    static Reach of(List<CompiledRule> rules, RedactionPlace place, RedactionKey key, AtomicLong bytesLeft) {
        List<CompiledRule> here =
                rules.stream().filter(rule -> rule.looksAt(place)).toList();
        return new Reach(
                key,
                List.of(),
                here.stream().filter(rule -> !rule.hasKeys()).toList(),
                here.stream().filter(CompiledRule::hasKeys).toList(),
                new ConcurrentHashMap<>(),
                bytesLeft);
    }

    /** Whether no rule applies here or below. */
    @Override
    public boolean isEmpty() {
        return isIdle;
    }

    /** Whole attributes that are known to stay as they are. */
    ByteCache<Boolean> clean() {
        return clean;
    }

    /** Texts that are no attribute's and known to stay as they are. */
    ByteCache<Boolean> cleanTexts() {
        return cleanTexts;
    }

    /** The rules that apply to the value under a key. */
    Reach under(byte[] buffer, int offset, int length) {
        if (waiting.length == 0) {
            return this;
        }
        long hash = below.hash(buffer, offset, length);
        ByteCache.Entry<Reach> known = below.find(hash, buffer, offset, length);
        if (known != null) {
            return known.answer();
        }
        Reach reach = under(new String(buffer, offset, length, StandardCharsets.UTF_8));
        if (reach.isKept) {
            below.put(hash, buffer, offset, length, reach);
        }
        return reach;
    }

    private Reach under(String name) {
        List<CompiledRule> taking = new ArrayList<>(whole);
        List<CompiledRule> finding = new ArrayList<>(List.of(finders));
        List<CompiledRule> left = new ArrayList<>();
        for (CompiledRule rule : waiting) {
            List<CompiledRule> to = !rule.isKey(name) ? left : rule.isWhole() ? taking : finding;
            to.add(rule);
        }
        if (left.size() == waiting.length) {
            return this;
        }
        BitSet reached = new BitSet();
        taking.forEach(rule -> reached.set(rule.index()));
        finding.forEach(rule -> reached.set(rule.index()));
        Reach known = family.get(reached);
        if (known == null) {
            known = new Reach(key, taking, finding, left, family, bytesLeft);
            if (family.size() < MAX_FAMILY) {
                family.put(reached, known);
            }
        }
        return known;
    }

    /** Whether a rule takes whole values away here. */
    boolean takes() {
        return takes;
    }

    /** The rule that takes whole values away here, if there is one. */
    Optional<CompiledRule> taker() {
        return taker;
    }

    /** The rules that mean whole values here. */
    List<CompiledRule> whole() {
        return whole;
    }

    /** Whether a rule looks into values here. */
    boolean looks() {
        return looks;
    }

    /** Whether a rule may find something in a whole number. */
    boolean looksAtNumber(long number) {
        return looksAtAnyNumber || cuts() || finders.length > 0 && (number >= LEAST_NUMBER || number <= -LEAST_NUMBER);
    }

    @Override
    public boolean mayChange(ValueType type, long bits) {
        return switch (type) {
            case INT -> takes || looksAtNumber(bits);
            case DOUBLE -> {
                double number = Double.longBitsToDouble(bits);
                yield takes || number == (long) number && looksAtNumber((long) number) || cuts();
            }
            case BOOL -> takes || cuts();
            case EMPTY -> false;
            case STRING, BYTES, ARRAY, MAP, OVERFLOW -> true;
        };
    }

    /** Whether values are shortened here. */
    boolean cuts() {
        return mostBytes < Integer.MAX_VALUE;
    }

    /** What shortening makes of a text that nothing is looked for in. */
    Verdict cut(byte[] ascii) {
        int keep = cutter.orElseThrow().keep();
        return ascii.length <= keep
                ? Verdict.UNCHANGED
                : new Verdict(Arrays.copyOf(ascii, keep), false, new int[] {
                    cutter.orElseThrow().index(), 1
                });
    }

    /** What becomes of a text under rules that find parts of it. */
    Verdict judge(byte[] buffer, int offset, int length, Alphabet scratch) {
        scratch.read(buffer, offset, length);
        if (!isSuspect(scratch)) {
            return Verdict.UNCHANGED;
        }
        long hash = verdicts.hash(buffer, offset, length);
        ByteCache.Entry<Verdict> known = verdicts.find(hash, buffer, offset, length);
        if (known != null) {
            return known.answer();
        }
        Verdict verdict = judge(LenientText.of(buffer, offset, length), scratch);
        verdicts.put(hash, buffer, offset, length, verdict);
        return verdict;
    }

    private boolean isSuspect(Alphabet alphabet) {
        if (alphabet.length() > mostBytes) {
            return true;
        }
        if (looksAtAll || required.isAnyIn(alphabet)) {
            return true;
        }
        for (Detector.Scan scan : scans) {
            if (scan.maybeIn(alphabet)) {
                return true;
            }
        }
        return false;
    }

    private Verdict judge(String text, Alphabet alphabet) {
        FoundParts found = new FoundParts();
        for (CompiledRule rule : finders) {
            if (rule.maybeIn(alphabet)) {
                rule.scan(text, (start, end) -> found.add(rule, start, end));
            }
        }
        if (found.drops()) {
            return new Verdict(null, true, found.counts());
        }
        String left = found.isTooMany() ? RedactedText.MASK : RedactedText.replaced(text, found.merged(), key);
        int[] counts = found.counts();
        if (cutter.isPresent()) {
            String cut = RedactedText.truncated(left, cutter.get().keep());
            if (cut.length() < left.length()) {
                left = cut;
                counts = Arrays.copyOf(counts, counts.length + 2);
                counts[counts.length - 2] = cutter.get().index();
                counts[counts.length - 1] = 1;
            }
        }
        return counts.length == 0 || left.equals(text)
                ? Verdict.UNCHANGED
                : new Verdict(LenientText.bytes(left), false, counts);
    }

    /** What the taker makes of a value's text; empty when it drops it. */
    Optional<String> taken(byte[] text) {
        CompiledRule rule = taker.orElseThrow();
        return switch (rule.action()) {
            case DROP -> Optional.empty();
            case HASH -> Optional.of(key.hash(text));
            case MASK, TRUNCATE -> Optional.of(RedactedText.MASK);
        };
    }
}
