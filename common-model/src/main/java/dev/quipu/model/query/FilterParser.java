package dev.quipu.model.query;

import dev.quipu.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the notation of {@link RecordFilter} by recursive descent. For one use. */
final class FilterParser {

    /** Longer texts, and deeper parentheses, are refused before they cost anything. */
    private static final int MAX_LENGTH = 16_384;

    private static final int MAX_DEPTH = 64;

    private final Signal signal;
    private final String text;
    private int at;
    private int depth;

    FilterParser(Signal signal, String text) {
        this.signal = signal;
        this.text = text;
    }

    RecordFilter parse() {
        if (text.length() > MAX_LENGTH) {
            throw new QuerySyntaxException(
                    MAX_LENGTH, "a text of at most " + MAX_LENGTH + " characters", text.length() + " characters");
        }
        skipBlanks();
        if (at == text.length()) {
            return RecordFilter.ALL;
        }
        RecordFilter filter = or();
        if (at < text.length()) {
            throw expected("&&, || or the end");
        }
        return filter;
    }

    /** Reads the text as a field alone. */
    Field parseField() {
        skipBlanks();
        Field field = field();
        if (at < text.length()) {
            throw expected("the end");
        }
        return field;
    }

    private RecordFilter or() {
        List<RecordFilter> parts = new ArrayList<>();
        do {
            parts.add(and());
        } while (accept("||"));
        return RecordFilter.or(parts);
    }

    private RecordFilter and() {
        List<RecordFilter> parts = new ArrayList<>();
        do {
            parts.add(unary());
        } while (accept("&&"));
        return RecordFilter.and(parts);
    }

    private RecordFilter unary() {
        if (++depth > MAX_DEPTH) {
            throw expected("at most " + MAX_DEPTH + " nested parentheses");
        }
        RecordFilter filter;
        if (accept("!")) {
            filter = new RecordFilter.Not(unary());
        } else if (accept("(")) {
            filter = accept(")") ? RecordFilter.ALL : parenthesised();
        } else if (acceptWord("exists")) {
            require("(");
            filter = exists();
            require(")");
        } else {
            filter = comparison();
        }
        depth--;
        return filter;
    }

    private RecordFilter parenthesised() {
        RecordFilter inner = or();
        require(")");
        return inner;
    }

    private RecordFilter exists() {
        int begin = at;
        if (field() instanceof Field.Attribute attribute) {
            return new RecordFilter.Exists(attribute);
        }
        at = begin;
        throw expected("an attribute such as " + exampleOfAttribute());
    }

    private RecordFilter comparison() {
        int begin = at;
        Field field = field();
        Operator operator = operator();
        Literal value = value(field);
        try {
            return new RecordFilter.Compare(field, operator, value);
        } catch (IllegalArgumentException e) {
            throw new QuerySyntaxException(begin, "a comparison that the field allows", String.valueOf(e.getMessage()));
        }
    }

    private Field field() {
        int begin = at;
        for (Field.Scope scope : Field.Scope.values()) {
            if (scope.isOf(signal) && text.startsWith(scope.prefix(), at)) {
                at += scope.prefix().length();
                if (at < text.length() && text.charAt(at) == '"') {
                    return new Field.Attribute(scope, quoted());
                }
                String key = key();
                return Field.Intrinsic.of(scope.prefix() + key)
                        .filter(intrinsic -> intrinsic.isOf(signal))
                        .<Field>map(intrinsic -> intrinsic)
                        .orElseGet(() -> new Field.Attribute(scope, key));
            }
        }
        String word = key();
        return Field.Intrinsic.of(word)
                .filter(intrinsic -> intrinsic.isOf(signal))
                .orElseThrow(() -> {
                    at = begin;
                    return expected("a field such as "
                            + (signal == Signal.TRACES
                                    ? "name, service, duration or span.KEY"
                                    : "body, service, severity or log.KEY"));
                });
    }

    private String exampleOfAttribute() {
        return signal == Signal.TRACES ? "span.http.route" : "log.exception.type";
    }

    private String key() {
        int begin = at;
        while (at < text.length() && isKeyCharacter(text.charAt(at))) {
            at++;
        }
        if (begin == at) {
            throw expected("a field");
        }
        String key = text.substring(begin, at);
        skipBlanks();
        return key;
    }

    private static boolean isKeyCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_.:/-".indexOf(c) >= 0;
    }

    private Operator operator() {
        for (Operator operator : List.of(
                Operator.NOT_EQUAL,
                Operator.GREATER_OR_EQUAL,
                Operator.LESS_OR_EQUAL,
                Operator.EQUAL,
                Operator.GREATER,
                Operator.LESS)) {
            if (accept(operator.toString())) {
                return operator;
            }
        }
        for (Operator operator : List.of(Operator.CONTAINS, Operator.HAS)) {
            if (acceptWord(operator.toString())) {
                return operator;
            }
        }
        throw expected("one of = != > >= < <= contains has");
    }

    private Literal value(Field field) {
        if (at < text.length() && text.charAt(at) == '"') {
            return new Literal.Text(quoted());
        }
        int begin = at;
        while (at < text.length() && (isKeyCharacter(text.charAt(at)) || text.charAt(at) == '+')) {
            at++;
        }
        String word = text.substring(begin, at);
        skipBlanks();
        if (word.equals("true") || word.equals("false")) {
            return new Literal.Bool(word.equals("true"));
        }
        if (!word.isEmpty() && (Character.isDigit(word.charAt(0)) || word.charAt(0) == '-')) {
            return number(word, begin);
        }
        if (field == Field.Intrinsic.KIND || field == Field.Intrinsic.STATUS || field == Field.Intrinsic.SEVERITY) {
            return new Literal.Text(word.toLowerCase(Locale.ROOT));
        }
        at = begin;
        throw expected("text in quotes, a number, a duration, true or false");
    }

    private Literal number(String word, int begin) {
        int unit = word.length();
        while (unit > 0 && Character.isLetter(word.charAt(unit - 1))) {
            unit--;
        }
        long nanosPerUnit = nanosPer(word.substring(unit));
        try {
            if (nanosPerUnit > 0) {
                double nanos = Double.parseDouble(word.substring(0, unit)) * nanosPerUnit;
                boolean whole = word.substring(0, unit).chars().allMatch(c -> c != '.' && c != 'e' && c != 'E');
                return new Literal.Duration(
                        whole
                                ? Math.multiplyExact(Long.parseLong(word.substring(0, unit)), nanosPerUnit)
                                : Math.round(nanos));
            }
            boolean whole = word.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
            return whole ? new Literal.Int(Long.parseLong(word)) : new Literal.Decimal(Double.parseDouble(word));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new QuerySyntaxException(begin, "a number or a duration such as 1.5s or 250ms", "'" + word + "'");
        }
    }

    private static long nanosPer(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0;
        };
    }

    private String quoted() {
        int begin = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw new QuerySyntaxException(begin, "a closing quote", "the end");
        }
        at++;
        skipBlanks();
        return value.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at) : ' ';
        switch (c) {
            case '"', '\\', 'n', 't' -> {
                at++;
                return c == 'n' ? '\n' : c == 't' ? '\t' : c;
            }
            case 'u' -> {
                if (at + 5 <= text.length()) {
                    try {
                        char unit = (char) Integer.parseInt(text, at + 1, at + 5, 16);
                        at += 5;
                        return unit;
                    } catch (NumberFormatException e) {
                        throw expected("four hex digits after \\u");
                    }
                }
                throw expected("four hex digits after \\u");
            }
            default -> throw expected("\\\", \\\\, \\n, \\t or \\uXXXX");
        }
    }

    private boolean accept(String symbol) {
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        at += symbol.length();
        skipBlanks();
        return true;
    }

    private boolean acceptWord(String word) {
        int end = at + word.length();
        return (end == text.length() || end < text.length() && !isKeyCharacter(text.charAt(end))) && accept(word);
    }

    private void require(String symbol) {
        if (!accept(symbol)) {
            throw expected(symbol);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private QuerySyntaxException expected(String what) {
        String rest = text.substring(at, Math.min(text.length(), at + 20));
        return new QuerySyntaxException(at, what, rest.isEmpty() ? "the end" : "'" + rest + "'");
    }
}
