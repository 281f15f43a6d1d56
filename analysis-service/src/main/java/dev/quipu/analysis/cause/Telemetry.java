package dev.quipu.analysis.cause;

import dev.quipu.analysis.trace.Trace;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Traces and log records of windows, read one after the other, the incident's last: of each window its traces first. Holds
 * figures, not records. Used by one thread at a time.
 */
final class Telemetry {

    private final LogFigures logFigures = new LogFigures();
    private final List<Figures> windows = new ArrayList<>();
    private final Set<CallGraph.Call> calls = new LinkedHashSet<>();
    private SpanFigures spanFigures = new SpanFigures(new Figures());
    private double seconds = 1;
    private long spans;
    private long logs;
    private boolean isTruncated;

    /** What is added from here on is of that window. */
    void begin(TimeRange window) {
        end();
        Figures figures = new Figures();
        windows.add(figures);
        spanFigures = new SpanFigures(figures);
        seconds = (double) window.durationNanos() / TimeUnit.SECONDS.toNanos(1);
        logFigures.begin(seconds);
    }

    private void end() {
        if (!windows.isEmpty()) {
            spanFigures.finish(seconds);
        }
    }

    /** @param ofTraces all spans of some traces */
    void addTraces(List<Span> ofTraces) {
        spans += ofTraces.size();
        for (Trace trace : Trace.group(ofTraces)) {
            spanFigures.add(trace);
            logFigures.add(trace);
            for (int span = 0; span < trace.spans().size(); span++) {
                if (trace.parentKind(span) == Trace.Parent.KNOWN) {
                    calls.add(new CallGraph.Call(
                            SpanFigures.name(trace.component(trace.parent(span))),
                            SpanFigures.name(trace.component(span))));
                }
            }
        }
    }

    void addLog(LogRecord log) {
        logs++;
        logFigures.add(log);
    }

    /** Some records of a window were left out. */
    void truncated(boolean isCut) {
        isTruncated |= isCut;
    }

    /** Figures of the last window, each with those of the windows before; nothing more can be added then. */
    List<Indicator> indicators() {
        end();
        logFigures.addTo(windows);
        int last = windows.size() - 1;
        return Figures.compare(windows.get(last), windows.subList(0, last));
    }

    /** What a log record's body was counted as, once the indicators are made. */
    List<String> statements(String component, String body) {
        return logFigures.statements(component, body);
    }

    /** Who calls whom in all windows. */
    CallGraph calls() {
        return CallGraph.of(calls);
    }

    long spans() {
        return spans;
    }

    long logs() {
        return logs;
    }

    boolean isTruncated() {
        return isTruncated;
    }
}
