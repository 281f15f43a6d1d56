package dev.quipu.analysis.template;

import dev.quipu.analysis.template.MinerState.TemplateState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A template while it is learned. Only templates of as many tokens can be compared. */
final class LiveTemplate {

    private final Token[] tokens;

    /** Of the tokens without a variable; 0 for the others. Compared first, since they lie side by side in memory. */
    private final int[] hashes;

    private int number;
    private long records;

    /** A template that has no number yet and counts nothing. */
    LiveTemplate(Token[] tokens) {
        this.tokens = tokens;
        hashes = new int[tokens.length];
        Arrays.setAll(hashes, token -> tokens[token].hash());
    }

    LiveTemplate(TemplateState state) {
        this(state.tokens().stream().map(Token::new).toArray(Token[]::new));
        number = state.number();
        records = state.records();
    }

    TemplateState state() {
        return new TemplateState(
                number, records, Arrays.stream(tokens).map(Token::state).toList());
    }

    Template view() {
        String text = Arrays.stream(tokens).map(Token::text).collect(Collectors.joining(" "));
        return new Template(number, text, records);
    }

    int number() {
        return number;
    }

    void number(int given) {
        number = given;
    }

    int size() {
        return tokens.length;
    }

    Token token(int token) {
        return tokens[token];
    }

    Places difference(LiveTemplate other) {
        return Places.between(tokens, other.tokens);
    }

    /** Those that at least half of the words are shared with. */
    List<LiveTemplate> alike(List<LiveTemplate> peers) {
        int constants = constants();
        List<LiveTemplate> alike = new ArrayList<>();
        for (LiveTemplate peer : peers) {
            if (mayBeAlike(constants, peer.hashes)) {
                Places places = difference(peer);
                if (places.count() <= constantsOutside(places)) {
                    alike.add(peer);
                }
            }
        }
        return alike;
    }

    /** Soon false where little is in common: another constant token is one place more and a word less to share. */
    private boolean mayBeAlike(int constants, int[] others) {
        int rest = constants;
        for (int i = 0; i < hashes.length && rest >= 0; i++) {
            if (hashes[i] != others[i]) {
                rest -= hashes[i] == 0 || others[i] == 0 ? 1 : 2;
            }
        }
        return rest >= 0;
    }

    boolean covers(LiveTemplate body) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != 0 && hashes[i] != body.hashes[i]) {
                return false;
            }
        }
        for (int i = 0; i < tokens.length; i++) {
            if (!tokens[i].covers(body.tokens[i])) {
                return false;
            }
        }
        return true;
    }

    int constants() {
        int constants = 0;
        for (Token token : tokens) {
            constants += token.constantsOutside(0);
        }
        return constants;
    }

    int constantsOutside(Places places) {
        int constants = 0;
        for (int i = 0; i < tokens.length; i++) {
            constants += places.isWhole(i) ? 0 : tokens[i].constantsOutside(places.words(i));
        }
        return constants;
    }

    /** Counts the body scanned last; answers the tokens, as bits, in which a variable has shown a new value. */
    long count(BodyScanner body) {
        records++;
        long news = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i].count(body, i)) {
                news |= 1L << i;
            }
        }
        return news;
    }

    /** Whether one of them has something else in one of those tokens, given as bits, but may be much alike. */
    boolean isContested(long inTokens, List<LiveTemplate> peers) {
        int constants = constants();
        for (LiveTemplate peer : peers) {
            if (mayBeAlike(constants, peer.hashes) && differs(inTokens, peer)) {
                return true;
            }
        }
        return false;
    }

    private boolean differs(long inTokens, LiveTemplate other) {
        for (long rest = inTokens; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            if (hashes[i] != other.hashes[i]
                    || !tokens[i].sameFrame(other.tokens[i])
                    || tokens[i].difference(other.tokens[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Makes variables of the places and takes in the others, which differ in nothing else. */
    void generalise(Places places, List<LiveTemplate> others) {
        for (int i = 0; i < tokens.length; i++) {
            if (places.isWhole(i)) {
                int token = i;
                List<Token> covered = new ArrayList<>(List.of(tokens[token]));
                others.forEach(other -> covered.add(other.tokens[token]));
                tokens[i] = Token.covering(covered);
            } else {
                tokens[i].generalise(places.words(i));
                for (LiveTemplate other : others) {
                    tokens[i].absorb(other.tokens[i]);
                }
            }
        }
        Arrays.setAll(hashes, token -> tokens[token].hash());
        others.forEach(other -> records += other.records);
    }

    /** What the body scanned last, which is of this template, has where the text shows a variable. */
    List<String> parameters(BodyScanner body) {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < tokens.length; i++) {
            tokens[i].addParameters(body, i, parameters);
        }
        return parameters;
    }
}
