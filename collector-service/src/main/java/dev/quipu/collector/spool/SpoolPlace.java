package dev.quipu.collector.spool;

import java.nio.file.Path;

/** Where the files of a spool are, how they outlive a loss of power, and under which keys they are sealed. */
record SpoolPlace(Path directory, SpoolFile.Force force, SpoolKeys keys) {}
