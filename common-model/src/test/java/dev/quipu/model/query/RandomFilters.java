package dev.quipu.model.query;

import dev.quipu.model.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Generates filters over what {@link dev.quipu.model.RandomSpans} and {@link dev.quipu.model.RandomLogs} make. */
final class RandomFilters {

    private static final List<String> WORDS = List.of("payment was", "timeout", "=4", "user ", "the a", "naïve", "42");

    /** Of those that are asked for. */
    static final int MAX_TEMPLATE = 6;

    private final Signal signal;
    private final Random random;

    RandomFilters(Signal signal, Random random) {
        this.signal = signal;
        this.random = random;
    }

    RecordFilter filter(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(6)) {
            case 1 -> RecordFilter.and(parts(depth));
            case 2 -> RecordFilter.or(parts(depth));
            case 3 -> new RecordFilter.Not(filter(depth - 1));
            case 4 -> new RecordFilter.Exists(attribute());
            default -> comparison();
        };
    }

    private List<RecordFilter> parts(int depth) {
        List<RecordFilter> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(filter(depth - 1));
        }
        return parts;
    }

    private Field.Attribute attribute() {
        List<Field.Scope> scopes = Arrays.stream(Field.Scope.values())
                .filter(scope -> scope.isOf(signal))
                .toList();
        Field.Scope scope = scopes.get(random.nextInt(scopes.size()));
        String key = random.nextInt(12) == 0 ? "odd \"key\" é" : "key." + random.nextInt(12);
        return new Field.Attribute(scope, scope == Field.Scope.RESOURCE && random.nextBoolean() ? "service.name" : key);
    }

    private RecordFilter comparison() {
        Operator equality = random.nextBoolean() ? Operator.EQUAL : Operator.NOT_EQUAL;
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> signal == Signal.LOGS ? ofLog(equality) : ofSpan(equality);
            case 3 -> compare(Field.Intrinsic.SERVICE, any(true), new Literal.Text("service-" + random.nextInt(5)));
            case 4 -> compare(Field.Intrinsic.INSTANCE, equality, new Literal.Text("instance-" + random.nextInt(3)));
            case 5 -> compare(Field.Intrinsic.SCOPE_NAME, equality, new Literal.Text("scope-" + random.nextInt(5)));
            default -> {
                Literal literal = literal();
                yield compare(attribute(), any(literal instanceof Literal.Text), literal);
            }
        };
    }

    private RecordFilter ofSpan(Operator equality) {
        return switch (random.nextInt(4)) {
            case 0 -> compare(Field.Intrinsic.NAME, any(true), new Literal.Text("GET /api/" + random.nextInt(10)));
            case 1 -> compare(Field.Intrinsic.KIND, equality, new Literal.Text("server"));
            case 2 -> compare(Field.Intrinsic.STATUS, equality, new Literal.Text("error"));
            default ->
                compare(Field.Intrinsic.DURATION, any(false), new Literal.Duration((long)
                        Math.exp(14 + random.nextGaussian())));
        };
    }

    private RecordFilter ofLog(Operator equality) {
        return switch (random.nextInt(5)) {
            case 0 ->
                compare(
                        Field.Intrinsic.SEVERITY,
                        any(false),
                        random.nextBoolean() ? new Literal.Text("warn") : new Literal.Int(random.nextInt(25)));
            case 1 -> compare(Field.Intrinsic.SEVERITY_TEXT, equality, new Literal.Text("WARN"));
            case 2 -> compare(Field.Intrinsic.TEMPLATE, equality, new Literal.Int(1 + random.nextInt(MAX_TEMPLATE)));
            default ->
                compare(Field.Intrinsic.BODY, any(true), new Literal.Text(WORDS.get(random.nextInt(WORDS.size()))));
        };
    }

    private Operator any(boolean isText) {
        List<Operator> operators = Arrays.stream(Operator.values())
                .filter(operator -> isText || !operator.isForText())
                .toList();
        return operators.get(random.nextInt(operators.size()));
    }

    private static RecordFilter compare(Field field, Operator operator, Literal literal) {
        return new RecordFilter.Compare(field, operator, literal);
    }

    private Literal literal() {
        return switch (random.nextInt(7)) {
            case 0 -> new Literal.Int(random.nextInt(600));
            case 1 -> new Literal.Decimal(random.nextInt(4) / 2.0);
            case 2 -> new Literal.Bool(random.nextBoolean());
            case 3 -> new Literal.Duration(random.nextInt(600));
            case 4 -> new Literal.Text("true");
            case 5 -> new Literal.Text("value-" + random.nextInt(5));
            default -> new Literal.Text(Integer.toString(random.nextInt(600)));
        };
    }
}
