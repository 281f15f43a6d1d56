package dev.quipu.model.rollup;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a rollup counts: how its keys are written, and how many of them are told apart.
 *
 * @param <K> its keys
 */
public abstract sealed class RollupKind<K extends RollupKey<K>> {

    /** Rate, errors and duration of spans. */
    public static final RollupKind<SpanKey> SPANS = new Spans();

    /** Calls of components by one another. */
    public static final RollupKind<CallKey> CALLS = new Calls();

    /** Log records by their templates; cells have no durations. */
    public static final RollupKind<TemplateKey> TEMPLATES = new Templates();

    private static final List<RollupKind<?>> ALL = List.of(SPANS, CALLS, TEMPLATES);

    private final int code;
    private final String label;
    private final int textCount;
    private final int numberCount;

    /**
     * A name of which each owner may have only so many.
     *
     * @param owner equal for the names of one owner
     * @param most that are told apart
     */
    record Name(Object owner, String text, int most) {}

    /** Who owns names of spans and templates. */
    private record ComponentName(String namespace, String name) {}

    private RollupKind(int code, String label, int textCount, int numberCount) {
        this.code = code;
        this.label = label;
        this.textCount = textCount;
        this.numberCount = numberCount;
    }

    /** First byte of encoded rollups, and how the database knows it. */
    public int code() {
        return code;
    }

    /** How doors call it. */
    public String label() {
        return label;
    }

    /** @throws RollupFormatException when there is none */
    public static RollupKind<?> ofCode(int code) {
        return ALL.stream()
                .filter(kind -> kind.code == code)
                .findFirst()
                .orElseThrow(() -> new RollupFormatException("a kind of 1 to 3", Integer.toString(code)));
    }

    /** @throws IllegalArgumentException when there is none */
    public static RollupKind<?> ofLabel(String label) {
        return ALL.stream()
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("kind: expected spans, calls or templates, got '" + label + "'"));
    }

    /** Of texts in a key: those that change least come first. */
    final int textCount() {
        return textCount;
    }

    final int numberCount() {
        return numberCount;
    }

    /** Brings like next to like. */
    abstract Comparator<K> order();

    abstract String[] texts(K key);

    abstract int[] numbers(K key);

    /** @throws IllegalArgumentException when there is no such key */
    abstract K key(String[] texts, int[] numbers, long startUnixSeconds);

    /** Empty when all are told apart. */
    abstract Optional<Name> limited(K key);

    /** The key that stands for those that are not told apart. */
    abstract K other(K key);

    private static final class Spans extends RollupKind<SpanKey> {

        Spans() {
            super(1, "spans", 3, 2);
        }

        @Override
        Comparator<SpanKey> order() {
            return Comparator.naturalOrder();
        }

        @Override
        String[] texts(SpanKey key) {
            return new String[] {key.component(), key.namespace(), key.spanName()};
        }

        @Override
        int[] numbers(SpanKey key) {
            return new int[] {key.kind(), key.statusCode()};
        }

        @Override
        SpanKey key(String[] texts, int[] numbers, long startUnixSeconds) {
            return new SpanKey(texts[1], texts[0], texts[2], numbers[0], numbers[1], startUnixSeconds);
        }

        @Override
        Optional<Name> limited(SpanKey key) {
            return Optional.of(new Name(
                    new ComponentName(key.namespace(), key.component()), key.spanName(), Rollup.MAX_SPAN_NAMES));
        }

        @Override
        SpanKey other(SpanKey key) {
            return key.named(Rollup.OTHER);
        }
    }

    private static final class Calls extends RollupKind<CallKey> {

        private static final int FAILED = 1;
        private static final int TAKEN_BACK = 2;
        private static final int SEEN_BY_CALLEE = 4;

        Calls() {
            super(2, "calls", 4, 4);
        }

        @Override
        Comparator<CallKey> order() {
            return Comparator.naturalOrder();
        }

        @Override
        String[] texts(CallKey key) {
            return new String[] {
                key.caller().name(),
                key.caller().namespace(),
                key.callee().name(),
                key.callee().namespace()
            };
        }

        @Override
        int[] numbers(CallKey key) {
            int flags = (key.hasFailed() ? FAILED : 0)
                    | (key.isTakenBack() ? TAKEN_BACK : 0)
                    | (key.seenBy() == CallKey.End.CALLEE ? SEEN_BY_CALLEE : 0);
            return new int[] {
                key.caller().kind().ordinal(),
                key.callee().kind().ordinal(),
                key.type().ordinal(),
                flags
            };
        }

        @Override
        CallKey key(String[] texts, int[] numbers, long startUnixSeconds) {
            int flags = numbers[3];
            return new CallKey(
                    new CallNode(one(CallNode.Kind.values(), numbers[0]), texts[1], texts[0]),
                    new CallNode(one(CallNode.Kind.values(), numbers[1]), texts[3], texts[2]),
                    one(CallKey.Type.values(), numbers[2]),
                    (flags & SEEN_BY_CALLEE) != 0 ? CallKey.End.CALLEE : CallKey.End.CALLER,
                    (flags & FAILED) != 0,
                    (flags & TAKEN_BACK) != 0,
                    startUnixSeconds);
        }

        private static <T> T one(T[] of, int ordinal) {
            if (ordinal < 0 || ordinal >= of.length) {
                throw new IllegalArgumentException(
                        "one of " + Arrays.toString(of).toLowerCase(Locale.ROOT) + " by its number, got " + ordinal);
            }
            return of[ordinal];
        }

        private record Owner(CallNode component, CallNode.Kind peers) {}

        @Override
        Optional<Name> limited(CallKey key) {
            boolean isCallerPeer = key.caller().kind() != CallNode.Kind.COMPONENT;
            CallNode peer = isCallerPeer ? key.caller() : key.callee();
            CallNode component = isCallerPeer ? key.callee() : key.caller();
            return peer.kind() == CallNode.Kind.COMPONENT
                    ? Optional.empty()
                    : Optional.of(new Name(new Owner(component, peer.kind()), peer.name(), Rollup.MAX_PEERS));
        }

        @Override
        CallKey other(CallKey key) {
            return key.caller().kind() != CallNode.Kind.COMPONENT
                    ? key.between(key.caller().named(Rollup.OTHER), key.callee())
                    : key.between(key.caller(), key.callee().named(Rollup.OTHER));
        }
    }

    private static final class Templates extends RollupKind<TemplateKey> {

        Templates() {
            super(3, "templates", 2, 2);
        }

        @Override
        Comparator<TemplateKey> order() {
            return Comparator.naturalOrder();
        }

        @Override
        String[] texts(TemplateKey key) {
            return new String[] {key.component(), key.namespace()};
        }

        @Override
        int[] numbers(TemplateKey key) {
            return new int[] {key.template(), key.isError() ? 1 : 0};
        }

        @Override
        TemplateKey key(String[] texts, int[] numbers, long startUnixSeconds) {
            return new TemplateKey(texts[1], texts[0], numbers[0], numbers[1] != 0, startUnixSeconds);
        }

        @Override
        Optional<Name> limited(TemplateKey key) {
            return key.template() == TemplateKey.OTHER
                    ? Optional.empty()
                    : Optional.of(new Name(
                            new ComponentName(key.namespace(), key.component()),
                            Integer.toString(key.template()),
                            Rollup.MAX_TEMPLATES));
        }

        @Override
        TemplateKey other(TemplateKey key) {
            return key.of(TemplateKey.OTHER);
        }
    }
}
