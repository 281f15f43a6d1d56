package dev.quipu.model.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates filters over what {@link dev.quipu.model.RandomSpans} makes. */
final class RandomFilters {

    private final Random random;

    RandomFilters(Random random) {
        this.random = random;
    }

    SpanFilter filter(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(6)) {
            case 1 -> SpanFilter.and(parts(depth));
            case 2 -> SpanFilter.or(parts(depth));
            case 3 -> new SpanFilter.Not(filter(depth - 1));
            case 4 -> new SpanFilter.Exists(attribute());
            default -> comparison();
        };
    }

    private List<SpanFilter> parts(int depth) {
        List<SpanFilter> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(filter(depth - 1));
        }
        return parts;
    }

    private Field.Attribute attribute() {
        Field.Scope scope = Field.Scope.values()[random.nextInt(Field.Scope.values().length)];
        String key = random.nextInt(12) == 0 ? "odd \"key\" é" : "key." + random.nextInt(12);
        return new Field.Attribute(scope, scope == Field.Scope.RESOURCE && random.nextBoolean() ? "service.name" : key);
    }

    private SpanFilter comparison() {
        Operator any = Operator.values()[random.nextInt(Operator.values().length)];
        Operator equality = random.nextBoolean() ? Operator.EQUAL : Operator.NOT_EQUAL;
        return switch (random.nextInt(10)) {
            case 0 -> compare(Field.Intrinsic.NAME, any, new Literal.Text("GET /api/" + random.nextInt(10)));
            case 1 -> compare(Field.Intrinsic.KIND, equality, new Literal.Text("server"));
            case 2 -> compare(Field.Intrinsic.STATUS, equality, new Literal.Text("error"));
            case 3 ->
                compare(Field.Intrinsic.DURATION, any, new Literal.Duration((long)
                        Math.exp(14 + random.nextGaussian())));
            case 4 -> compare(Field.Intrinsic.SERVICE, any, new Literal.Text("service-" + random.nextInt(5)));
            case 5 -> compare(Field.Intrinsic.INSTANCE, equality, new Literal.Text("instance-" + random.nextInt(3)));
            case 6 -> compare(Field.Intrinsic.SCOPE_NAME, equality, new Literal.Text("scope-" + random.nextInt(5)));
            default -> compare(attribute(), any, literal());
        };
    }

    private static SpanFilter compare(Field field, Operator operator, Literal literal) {
        return new SpanFilter.Compare(field, operator, literal);
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
