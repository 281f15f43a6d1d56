package dev.quipu.model.redaction;

import java.util.Collection;

/** Texts of which any is looked for: the rarest character of each tells soon that there is none. Any thread. */
final class LiteralSet {

    private final Literal[] literals;
    private final Alphabet rarest;

    LiteralSet(Collection<Literal> literals) {
        this.literals = literals.toArray(Literal[]::new);
        StringBuilder characters = new StringBuilder();
        literals.forEach(literal -> characters.append(literal.rarest()));
        rarest = Alphabet.of(characters.toString());
    }

    boolean isAnyIn(Alphabet text) {
        if (!text.hasAny(rarest)) {
            return false;
        }
        for (Literal literal : literals) {
            if (text.holds(literal)) {
                return true;
            }
        }
        return false;
    }
}
