package dev.quipu.benchmarks.rig.scenario;

import dev.quipu.benchmarks.machine.MachineFacts;
import dev.quipu.benchmarks.rig.check.Check;
import java.time.LocalDate;
import java.util.List;

/**
 * What a scenario showed.
 *
 * @param title of its part of the results, without {@code #}
 * @param intro what was done, for a reader
 * @param facts measured and not held against anything
 * @param tables Markdown that goes below, with parts of their own; may be empty
 */
public record Outcome(String title, String intro, List<String> facts, List<Check> checks, String tables) {

    public Outcome {
        facts = List.copyOf(facts);
        checks = List.copyOf(checks);
    }

    /** Without tables. */
    public Outcome(String title, String intro, List<String> facts, List<Check> checks) {
        this(title, intro, facts, checks, "");
    }

    /** Whether every check does. */
    public boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /** For a terminal. */
    public String text() {
        StringBuilder text = new StringBuilder("\n" + title + "\n");
        facts.forEach(fact -> text.append("      ").append(fact).append('\n'));
        checks.forEach(check -> text.append(check.text()).append('\n'));
        return text.append(tables).toString();
    }

    /** A part of the results file. @param again the command that does the same once more */
    public String markdown(String again) {
        StringBuilder text = new StringBuilder("# " + title + "\n\n" + intro + "\n\n");
        text.append("- Date: ").append(LocalDate.now()).append('\n');
        text.append(MachineFacts.read().markdown()).append('\n');
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        text.append("- Again: `").append(again).append("`\n\n| what | expected | got | holds |\n|---|---|---|---|\n");
        checks.forEach(check -> text.append(String.format(
                "| %s | %s | %s | %s |%n", check.name(), check.expected(), check.got(), check.holds() ? "yes" : "NO")));
        return text.append(tables.isEmpty() ? "" : "\n" + tables).toString();
    }
}
