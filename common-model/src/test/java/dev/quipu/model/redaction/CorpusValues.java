package dev.quipu.model.redaction;

import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Values that detectors have to find, made by rules of their own: check digits are worked out here again. Seeded. */
final class CorpusValues {

    private static final List<String> FIRST = List.of(
            "anna",
            "j.smith",
            "Maria",
            "li_wei",
            "o'brien",
            "søren",
            "bob+news",
            "k-m",
            "support",
            "x",
            "jean.luc",
            "ops-team",
            "r2d2",
            "Zoë");
    private static final List<String> HOSTS = List.of(
            "example.com",
            "mail.example.co.uk",
            "corp.internal.example.org",
            "uni-köln.de",
            "gmail.com",
            "xn--bcher-kva.example",
            "a.io",
            "sub.dept.example.museum",
            "proton.me");
    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Random random;

    CorpusValues(Random random) {
        this.random = random;
    }

    String of(Detector detector) {
        return switch (detector) {
            case EMAIL -> email();
            case PAYMENT_CARD -> card();
            case PHONE -> phone();
            case NATIONAL_ID -> nationalId();
            case BEARER_TOKEN -> token();
            case PRIVATE_KEY -> privateKey();
            case IP_ADDRESS -> address();
        };
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    String hex(int count) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            hex.append("0123456789abcdef".charAt(random.nextInt(16)));
        }
        return hex.toString();
    }

    String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(TOKEN.charAt(random.nextInt(TOKEN.length())));
        }
        return letters.toString();
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    private String email() {
        return pick(FIRST) + (random.nextBoolean() ? between(1, 99) : "") + "@" + pick(HOSTS);
    }

    String card() {
        String prefix = pick(List.of("4", "51", "55", "2223", "34", "37", "6011", "3530", "65", "36"));
        int length = prefix.startsWith("34") || prefix.startsWith("37") ? 15 : prefix.equals("36") ? 14 : 16;
        String body = prefix + digits(length - 1 - prefix.length());
        String plain = body + luhn(body);
        return switch (random.nextInt(3)) {
            case 0 -> grouped(plain, ' ');
            case 1 -> grouped(plain, '-');
            default -> plain;
        };
    }

    /** Like a card, but for its last digit. */
    String noCard() {
        String body = "4" + digits(14);
        return body + (luhn(body) + 1 + random.nextInt(9)) % 10;
    }

    private static int luhn(String body) {
        int sum = 0;
        for (int i = body.length() - 1, weight = 2; i >= 0; i--, weight = 3 - weight) {
            int product = (body.charAt(i) - '0') * weight;
            sum += product / 10 + product % 10;
        }
        return (10 - sum % 10) % 10;
    }

    private static String grouped(String plain, char separator) {
        int[] groups = switch (plain.length()) {
            case 15 -> new int[] {4, 6, 5};
            case 14 -> new int[] {4, 6, 4};
            default -> new int[] {4, 4, 4, 4};
        };
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int group : groups) {
            text.append(at > 0 ? separator : "").append(plain, at, at + group);
            at += group;
        }
        return at > 0 && text.charAt(0) == separator ? text.substring(1) : text.toString();
    }

    private String phone() {
        String area = between(2, 9) + digits(2);
        String exchange = between(2, 9) + digits(2);
        return switch (random.nextInt(9)) {
            case 0 -> "+1" + area + exchange + digits(4);
            case 1 -> "+1 " + area + "-" + exchange + "-" + digits(4);
            case 2 -> "(" + area + ") " + exchange + "-" + digits(4);
            case 3 -> area + "-" + exchange + "-" + digits(4);
            case 4 -> area + "." + exchange + "." + digits(4);
            case 5 -> "+49 " + between(150, 179) + " " + digits(8);
            case 6 -> "+44 20 " + digits(4) + " " + digits(4);
            case 7 -> "0" + between(1, 7) + " " + digits(2) + " " + digits(2) + " " + digits(2) + " " + digits(2);
            default -> "0" + between(150, 179) + "-" + digits(7);
        };
    }

    private String nationalId() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> String.format("%03d-%02d-%04d", between(1, 665), between(1, 99), between(1, 9999));
            case 2 -> pick(List.of("AB", "CE", "JK", "SW", "PX")) + digits(6) + pick(List.of("A", "B", "C", "D"));
            case 3 -> {
                int number = random.nextInt(100_000_000);
                yield String.format("%08d%s", number, DNI_LETTERS.charAt(number % 23));
            }
            case 4 -> cpf();
            case 5 -> {
                String body =
                        String.format("%02d%02d%02d", between(40, 99), between(1, 12), between(1, 28)) + digits(3);
                yield body.substring(0, 6) + "-" + body.substring(6) + luhn(body);
            }
            default -> {
                long body =
                        Long.parseLong(between(1, 2) + digits(2) + String.format("%02d", between(1, 12)) + digits(8));
                yield body + String.format("%02d", 97 - body % 97);
            }
        };
    }

    private String cpf() {
        String body = digits(9);
        for (int length = 9; length < 11; length++) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += (body.charAt(i) - '0') * (length + 1 - i);
            }
            int rest = sum % 11;
            body += rest < 2 ? 0 : 11 - rest;
        }
        return body.substring(0, 3) + "." + body.substring(3, 6) + "." + body.substring(6, 9) + "-" + body.substring(9);
    }

    private String token() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> {
                Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
                yield url.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes()) + "."
                        + url.encodeToString(("{\"sub\":\"" + digits(8) + "\"}").getBytes()) + "." + letters(43);
            }
            case 2 -> "ghp_" + letters(35) + random.nextInt(10);
            case 3 -> "AKIA" + letters(15).toUpperCase(java.util.Locale.ROOT) + random.nextInt(10);
            default -> "sk_live_" + letters(23) + random.nextInt(10);
        };
    }

    private String privateKey() {
        String label = pick(List.of(
                "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"));
        String line = pick(List.of("\\n", "\n", " "));
        return "-----BEGIN " + label + "-----" + line + letters(64) + line + letters(between(8, 60)) + "==" + line
                + "-----END " + label + "-----";
    }

    String address() {
        String v4 = between(1, 254) + "." + between(0, 255) + "." + between(0, 255) + "." + between(1, 254);
        return switch (random.nextInt(6)) {
            case 0 -> "2001:db8:" + hex4() + ":" + hex4() + ":" + hex4() + ":" + hex4() + ":" + hex4() + ":" + hex4();
            case 1 -> "fe80::" + hex4() + ":" + hex4() + ":" + hex4() + ":" + hex4();
            case 2 -> "2a00:1450:" + hex4() + "::" + hex4();
            default -> v4;
        };
    }

    private String hex4() {
        return Integer.toHexString(between(0x1000, 0xffff));
    }
}
