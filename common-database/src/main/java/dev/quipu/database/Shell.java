package dev.quipu.database;

/** Words for the shell that PostgreSQL's programs and settings go through. */
final class Shell {

    private Shell() {}

    /** One word, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
