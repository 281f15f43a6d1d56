package dev.quipu.operations.backup;

import java.io.IOException;
import java.nio.file.Path;

/** A backup is not what its manifest says; nothing was restored of it. */
final class DamagedBackup extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedBackup(Path backup, String file, String expected, String found) {
        super("backup " + backup + ": " + file + ": expected " + expected + ", got " + found);
    }
}
