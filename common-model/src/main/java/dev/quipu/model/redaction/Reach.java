package dev.quipu.model.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules that apply to the values of one place, or of those below certain keys there: rules that take whole values,
 * rules that find parts, and rules that wait for a key. Any thread.
 */
final class Reach {

    private static final int KEY_PLACES = 512;
    private static final int VALUE_PLACES = 2048;
    private static final int CLEAN_PLACES = 4096;
    private static final int MAX_FAMILY = 64;

    /** No detector finds anything in fewer digits. */
    private static final int SHORTEST_NUMBER = 9;

    private final RedactionKey key;
    private final List<CompiledRule> whole;
    private final CompiledRule[] finders;
    private final CompiledRule[] waiting;
    /** Of all finders, without repeats: what has to be in a text before a rule needs a look at it. */
    private final Detector.Scan[] scans;

    private final Alphabet[] required;
    private final Optional<CompiledRule> taker;
    private final Optional<CompiledRule> cutter;
    private final boolean looksAtAnyNumber;
    /** Those of the same place, by the rules that wait no more: keys are many, sets of rules are few. */
    private final Map<BitSet, Reach> family;

    /** Whether it may be remembered: who sends keys can not choose how many of these there are. */
    private final boolean isKept;

    private final ByteCache<Reach> below;
    private final ByteCache<Verdict> verdicts;
    /** Whole attributes that stay as they are. */
    private final ByteCache<Boolean> clean;

    private Reach(
            RedactionKey key,
            List<CompiledRule> whole,
            List<CompiledRule> finders,
            List<CompiledRule> waiting,
            Map<BitSet, Reach> family) {
        this.key = key;
        this.family = family;
        isKept = family.size() < MAX_FAMILY;
        below = new ByteCache<>(isKept ? KEY_PLACES : 1);
        verdicts = new ByteCache<>(isKept ? VALUE_PLACES : 1);
        clean = new ByteCache<>(family.isEmpty() ? CLEAN_PLACES : 1);
        this.whole = List.copyOf(whole);
        this.finders = finders.toArray(CompiledRule[]::new);
        this.waiting = waiting.toArray(CompiledRule[]::new);
        scans = finders.stream()
                .flatMap(rule -> rule.scans().stream())
                .distinct()
                .toArray(Detector.Scan[]::new);
        required = finders.stream().flatMap(rule -> rule.required().stream()).toArray(Alphabet[]::new);
        taker = whole.stream()
                .filter(rule -> rule.action() != RedactionAction.TRUNCATE)
                .min(Comparator.comparing(CompiledRule::action).thenComparing(CompiledRule::index));
        cutter = whole.stream()
                .filter(rule -> rule.action() == RedactionAction.TRUNCATE)
                .min(Comparator.comparingInt(CompiledRule::keep));
        looksAtAnyNumber = finders.stream().anyMatch(CompiledRule::looksAtAnyNumber);
    }

    /** The rules of a place, before any key is known. */
    static Reach of(List<CompiledRule> rules, RedactionPlace place, RedactionKey key) {
        List<CompiledRule> here =
                rules.stream().filter(rule -> rule.looksAt(place)).toList();
        return new Reach(
                key,
                List.of(),
                here.stream().filter(rule -> !rule.hasKeys()).toList(),
                here.stream().filter(CompiledRule::hasKeys).toList(),
                new ConcurrentHashMap<>());
    }

    /** Whether no rule applies here or below. */
    boolean isEmpty() {
        return whole.isEmpty() && finders.length == 0 && waiting.length == 0;
    }

    /** Whether an attribute is known to stay as it is. */
    boolean isClean(byte[] buffer, int offset, int length) {
        return clean.get(buffer, offset, length) != null;
    }

    /** Remembers an attribute that no rule changed. */
    void markClean(byte[] buffer, int offset, int length) {
        clean.put(buffer, offset, length, true);
    }

    /** The rules that apply to the value under a key. */
    Reach under(byte[] buffer, int offset, int length) {
        if (waiting.length == 0) {
            return this;
        }
        Reach known = below.get(buffer, offset, length);
        if (known == null) {
            known = under(new String(buffer, offset, length, StandardCharsets.UTF_8));
            if (known.isKept) {
                below.put(buffer, offset, length, known);
            }
        }
        return known;
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
            known = new Reach(key, taking, finding, left, family);
            if (family.size() < MAX_FAMILY) {
                family.put(reached, known);
            }
        }
        return known;
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
        return finders.length > 0 || cutter.isPresent();
    }

    /** Whether a rule may find something in a whole number of so many digits. */
    boolean looksAtNumber(int digits) {
        return looksAtAnyNumber || finders.length > 0 && digits >= SHORTEST_NUMBER || cutter.isPresent();
    }

    /** Whether values are shortened here. */
    boolean cuts() {
        return cutter.isPresent();
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
        Verdict known = verdicts.get(buffer, offset, length);
        if (known == null) {
            known = judge(LenientText.of(buffer, offset, length), scratch);
            verdicts.put(buffer, offset, length, known);
        }
        return known;
    }

    private boolean isSuspect(Alphabet alphabet) {
        if (cutter.isPresent() && alphabet.length() > cutter.get().keep()) {
            return true;
        }
        for (Alphabet needed : required) {
            if (alphabet.hasAll(needed)) {
                return true;
            }
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
