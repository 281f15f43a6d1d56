package dev.quipu.model.redaction;

import java.util.function.Predicate;

/** Numbers that states give to people, each by its shape and what else makes it one. */
final class NationalIdScan implements Detector.Scan {

    /** A {@code 9} in a shape stands for a digit, an {@code A} for a capital letter, {@code *} for either. */
    private enum Form {
        SSN("999-99-9999", NationalIdScan::isSsn),
        SSN_SPACED("999 99 9999", NationalIdScan::isSsn),
        NINO("AA999999A", NationalIdScan::isNino),
        NINO_SPACED("AA 99 99 99 A", NationalIdScan::isNino),
        CPF("999.999.999-99", NationalIdScan::isCpf),
        DNI("99999999A", NationalIdScan::isDni),
        DNI_DASHED("99999999-A", NationalIdScan::isDni),
        NIE("A9999999A", NationalIdScan::isNie),
        NIE_DASHED("A-9999999-A", NationalIdScan::isNie),
        PERSONNUMMER("999999-9999", NationalIdScan::isPersonnummer),
        PERSONNUMMER_LONG("99999999-9999", id -> isPersonnummer(id.substring(2))),
        NIR("999999999999999", NationalIdScan::isNir),
        NIR_SPACED("9 99 99 99 999 999 99", NationalIdScan::isNir),
        CODICE_FISCALE("AAAAAA99A99A999A", NationalIdScan::isCodiceFiscale);

        private final String shape;
        private final Predicate<String> valid;

        Form(String shape, Predicate<String> valid) {
            this.shape = shape;
            this.valid = valid;
        }

        boolean isAt(String text, int start) {
            int length = shape.length();
            if (start + length > text.length()) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                char c = text.charAt(start + i);
                boolean fits = switch (shape.charAt(i)) {
                    case '9' -> Ascii.isDigit(c);
                    case 'A' -> Ascii.isUpper(c);
                    default -> c == shape.charAt(i);
                };
                if (!fits) {
                    return false;
                }
            }
            return endsAlone(text, start + length) && valid.test(alnum(text, start, start + length));
        }
    }

    private static final Form[] FORMS = Form.values();
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String NO_NINO_FIRST = "DFIQUV";
    private static final String NO_NINO_SECOND = "DFIOQUV";
    private static final String NO_NINO_PREFIXES = "BG GB NK KN TN NT ZZ";
    private static final String ODD_VALUES_OF_CODICE = "BAFHJNPRTVCESULDGIMOQKWZYX";

    @Override
    public boolean maybeIn(Alphabet alphabet) {
        if (alphabet.digits() < 6 || alphabet.length() < 9) {
            return false;
        }
        Numerals numerals = alphabet.numerals();
        return numerals.gapped() >= 9
                || numerals.unbroken() >= 15
                || alphabet.hasCapital() && (numerals.linked() >= 6 || numerals.capitals() >= 6);
    }

    @Override
    public void scan(String text, Detector.Matches matches) {
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!inWord && (Ascii.isDigit(c) || Ascii.isUpper(c)) && beginsAlone(text, i)) {
                for (Form form : FORMS) {
                    if (form.isAt(text, i)) {
                        matches.found(i, i + form.shape.length());
                        i += form.shape.length() - 1;
                        break;
                    }
                }
            }
            inWord = Ascii.isWord(text.charAt(i));
        }
    }

    private static boolean beginsAlone(String text, int start) {
        char further = Ascii.at(text, start - 2);
        return switch (Ascii.at(text, start - 1)) {
            case '+' -> false;
            case '-', '.' -> !Ascii.isWord(further);
            case '/' -> !Ascii.isDigit(further);
            default -> true;
        };
    }

    private static boolean endsAlone(String text, int end) {
        char after = Ascii.at(text, end);
        return !Ascii.isWord(after) && !((after == '-' || after == '.') && Ascii.isWord(Ascii.at(text, end + 1)));
    }

    private static String alnum(String text, int start, int end) {
        StringBuilder kept = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            if (Ascii.isWord(text.charAt(i))) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    private static boolean isSsn(String id) {
        int area = Integer.parseInt(id, 0, 3, 10);
        return area > 0 && area != 666 && area < 900 && !id.startsWith("00", 3) && !id.endsWith("0000");
    }

    private static boolean isNino(String id) {
        return NO_NINO_FIRST.indexOf(id.charAt(0)) < 0
                && NO_NINO_SECOND.indexOf(id.charAt(1)) < 0
                && !NO_NINO_PREFIXES.contains(id.substring(0, 2))
                && id.charAt(8) <= 'D';
    }

    private static boolean isCpf(String id) {
        return id.chars().distinct().count() > 1 && cpfDigit(id, 9) && cpfDigit(id, 10);
    }

    private static boolean cpfDigit(String id, int place) {
        int sum = 0;
        for (int i = 0; i < place; i++) {
            sum += Ascii.digit(id.charAt(i)) * (place + 1 - i);
        }
        return sum * 10 % 11 % 10 == Ascii.digit(id.charAt(place));
    }

    private static boolean isDni(String id) {
        return DNI_LETTERS.charAt(Integer.parseInt(id, 0, 8, 10) % 23) == id.charAt(8);
    }

    private static boolean isNie(String id) {
        int first = "XYZ".indexOf(id.charAt(0));
        return first >= 0 && isDni(first + id.substring(1));
    }

    private static boolean isPersonnummer(String id) {
        int month = Integer.parseInt(id, 2, 4, 10);
        int day = Integer.parseInt(id, 4, 6, 10) % 60; // coordination numbers have 60 more
        return month >= 1 && month <= 12 && day >= 1 && day <= 31 && PaymentCardScan.isLuhn(id);
    }

    private static boolean isNir(String id) {
        int month = Integer.parseInt(id, 3, 5, 10);
        boolean isPerson = id.charAt(0) == '1' || id.charAt(0) == '2';
        return isPerson
                && month >= 1
                && month <= 12
                && 97 - Long.parseLong(id, 0, 13, 10) % 97 == Integer.parseInt(id, 13, 15, 10);
    }

    private static boolean isCodiceFiscale(String id) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = id.charAt(i);
            int value = Ascii.isDigit(c) ? Ascii.digit(c) : c - 'A';
            sum += i % 2 == 0 ? ODD_VALUES_OF_CODICE.charAt(value) - 'A' : value;
        }
        return 'A' + sum % 26 == id.charAt(15);
    }
}
