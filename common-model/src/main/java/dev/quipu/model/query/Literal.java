package dev.quipu.model.query;

/** What a field is compared with. */
public sealed interface Literal {

    /** Text; for {@code kind} and {@code status} the word, as {@code server} or {@code error}. */
    record Text(String value) implements Literal {
        @Override
        public String toString() {
            return quote(value);
        }
    }

    /** A whole number. */
    record Int(long value) implements Literal {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A finite number with a fraction or an exponent. */
    record Decimal(double value) implements Literal {
        public Decimal {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("number: expected a finite one, got " + value);
            }
        }

        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /** A truth value. */
    record Bool(boolean value) implements Literal {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A length of time in nanoseconds. */
    record Duration(long nanos) implements Literal {
        @Override
        public String toString() {
            return nanos + "ns";
        }
    }

    /** The text in double quotes, with escapes. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
