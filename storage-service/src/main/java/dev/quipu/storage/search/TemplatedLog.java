package dev.quipu.storage.search;

import dev.quipu.model.LogRecord;
import java.util.Optional;

/** A log record. @param template what it has in common with others, when analysis has told */
public record TemplatedLog(LogRecord record, Optional<Integer> template) {}
