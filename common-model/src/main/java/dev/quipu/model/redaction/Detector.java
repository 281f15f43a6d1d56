package dev.quipu.model.redaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be told from text alone to be somebody's. Each looks at a text once, in time linear in its length. */
public enum Detector {
    /** {@code name@host.tld}, also with the at sign as {@code %40}. */
    EMAIL(new EmailScan()),
    /** Numbers of cards: 13 to 19 digits of an issuer's range whose last is right by Luhn's formula. */
    PAYMENT_CARD(new PaymentCardScan()),
    /** With a country code, in North America's form, with a leading zero and separators, or named as one. */
    PHONE(new PhoneScan()),
    /**
     * US social security, British national insurance, Spanish DNI and NIE, Brazilian CPF, Swedish personnummer, French
     * NIR, Italian codice fiscale; by check digit where there is one.
     */
    NATIONAL_ID(new NationalIdScan()),
    /** What follows {@code Bearer}, JSON web tokens, values named as tokens, keys of well-known issuers. */
    BEARER_TOKEN(new BearerTokenScan()),
    /** PEM and PGP private keys, to their end or to that of the text. */
    PRIVATE_KEY(new PrivateKeyScan()),
    /** IPv4 and IPv6 addresses. */
    IP_ADDRESS(new IpAddressScan());

    /** Gets every match: {@code end} is one past the last character. */
    @FunctionalInterface
    interface Matches {
        void found(int start, int end);
    }

    /** Keeps nothing between two texts: one for all threads. */
    interface Scan {
        /** False when nothing in text of these characters can be found; text may be looked at in vain. */
        boolean maybeIn(Alphabet alphabet);

        void scan(String text, Matches matches);
    }

    private final Scan scan;

    Detector(Scan scan) {
        this.scan = scan;
    }

    Scan scan() {
        return scan;
    }

    /** The name in rules: {@code email}, {@code payment-card} and so on. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException when no detector has the label
     */
    public static Detector ofLabel(String label) {
        return Arrays.stream(values())
                .filter(detector -> detector.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("detectors: expected some of "
                        + Arrays.stream(values()).map(Detector::label).collect(Collectors.joining(", ")) + ", got '"
                        + label + "'"));
    }
}
