package dev.quipu.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a caller may do. A door names in its annotation the one role that it asks for, as the constants here spell it;
 * who has a role has those that it includes.
 */
public enum Role {
    /** Sends records. */
    WRITER,
    /** Reads records and what was found in them. */
    READER,
    /** Sets what is looked for: alert rules, silences, webhooks, targets, labels. */
    ANALYST(READER),
    /** Decides who may do what, what is kept and what is removed. */
    ADMIN(WRITER, READER, ANALYST),
    /** Another service of Quipu: acts for any tenant, in the name of whom it answers. */
    SERVICE(WRITER, READER, ANALYST, ADMIN);

    public static final String WRITES = "writer";
    public static final String READS = "reader";
    public static final String ANALYSES = "analyst";
    public static final String ADMINISTERS = "admin";
    public static final String SERVES = "service";

    private final Role[] included;

    Role(Role... included) {
        this.included = included;
    }

    /** As it is written in annotations, requests and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The labels of this role and of those that it includes. */
    public Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        labels.add(label());
        Arrays.stream(included).map(Role::label).forEach(labels::add);
        return labels;
    }

    /** Empty when no role is written so. */
    public static Optional<Role> of(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst();
    }
}
