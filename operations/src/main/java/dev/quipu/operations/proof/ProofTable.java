package dev.quipu.operations.proof;

import java.io.PrintStream;

/** A proof as an operator reads it. */
public final class ProofTable {

    private ProofTable() {}

    public static void print(StoreProof.Outcome outcome, PrintStream out) {
        String row = "%-24s %-8s %16s  %s%n";
        out.printf(row, "tenant", "signal", "records", "set-hash");
        outcome.sets().forEach(set -> out.printf(row, set.tenant(), set.signal(), set.records(), set.setHash()));
        if (outcome.unread() > 0) {
            out.println(outcome.unread() + " segments not opened, which are sealed: row and head were compared alone");
        }
        out.printf("%d segments decoded, %d bytes, %s%n", outcome.segments(), outcome.bytes(), verdict(outcome));
        outcome.findings().forEach(finding -> out.println("  " + finding));
    }

    private static String verdict(StoreProof.Outcome outcome) {
        int findings = outcome.findings().size();
        return switch (findings) {
            case 0 -> "all as stated";
            case 1 -> "1 finding:";
            default -> findings + " findings:";
        };
    }
}
