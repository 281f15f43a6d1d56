package dev.quipu.benchmarks.rig.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of which one part, between two marks, is written by a command and the rest by people. */
public final class CapacityPage {

    static final String BEGIN = "<!-- measured: written by ./quipu rig capacity, not by hand -->\n";
    static final String END = "<!-- /measured -->\n";

    private CapacityPage() {}

    /**
     * Puts a part in the place of the one before.
     *
     * @throws IllegalArgumentException when the page has no place for it
     */
    public static void write(Path page, String part) throws IOException {
        String before = Files.readString(page);
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    page + ": expected the lines " + BEGIN.strip() + " and " + END.strip() + ", got none");
        }
        Files.writeString(
                page, before.substring(0, begin + BEGIN.length()) + "\n" + part + "\n" + before.substring(end));
    }
}
