package dev.quipu.analysis.cause;

import dev.quipu.analysis.cause.Figures.Key;
import dev.quipu.analysis.template.MiningLimits;
import dev.quipu.analysis.template.Template;
import dev.quipu.analysis.template.TemplateMiner;
import dev.quipu.analysis.trace.Trace;
import dev.quipu.analysis.values.AnyValueText;
import dev.quipu.model.Component;
import dev.quipu.model.LogRecord;
import dev.quipu.model.Span;
import dev.quipu.model.SpanId;
import dev.quipu.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How often each log template was written for each span of the name within which it was logged, and which share it has
 * of all that is logged there; outside of spans, how often each second. One miner of each component reads all windows,
 * so that a template is the same in all. Not thread-safe.
 */
final class LogFigures {

    /** Joins a span's name and the template's text in an indicator's detail. */
    static final String WITHIN = " > ";

    /** Texts that begin with the same words are counted together too: one statement may make many templates. */
    private static final int BEGINNING_WORDS = 4;

    private record SpanRef(TraceId trace, SpanId span) {}

    private record Place(String component, String spanName) {}

    private record Line(Place place, int template) {}

    /** What templates of one text are, or of one beginning. */
    private record Statement(Place place, String text) {}

    /** What was read of one window. */
    private static final class OfWindow {
        private final double seconds;
        private final Map<Line, Long> lines = new HashMap<>();
        private final Map<Place, Long> records = new HashMap<>();
        private final Map<Place, Long> spans = new HashMap<>();

        OfWindow(double seconds) {
            this.seconds = seconds;
        }
    }

    private final Map<String, TemplateMiner> miners = new HashMap<>();
    private final List<OfWindow> windows = new ArrayList<>();
    private final Map<SpanRef, String> names = new HashMap<>();
    private OfWindow window = new OfWindow(1);

    /** What is added from here on is of the next window. @param seconds its length */
    void begin(double seconds) {
        names.clear();
        window = new OfWindow(seconds);
        windows.add(window);
    }

    /** Comes before the log records that were written in its spans. */
    void add(Trace trace) {
        for (int i = 0; i < trace.spans().size(); i++) {
            Span span = trace.spans().get(i);
            names.put(new SpanRef(trace.id(), span.spanId()), span.name());
            window.spans.merge(new Place(SpanFigures.name(trace.component(i)), span.name()), 1L, Long::sum);
        }
    }

    void add(LogRecord log) {
        Line line = line(log);
        window.lines.merge(line, 1L, Long::sum);
        window.records.merge(line.place(), 1L, Long::sum);
    }

    private Line line(LogRecord log) {
        String component = SpanFigures.name(Component.of(log.resource().attributes()));
        TemplateMiner miner = miners.computeIfAbsent(component, any -> new TemplateMiner(MiningLimits.DEFAULT));
        int template = miner.add(log.body().map(AnyValueText::of).orElse(""));
        Optional<String> spanName = log.traceId().map(trace -> names.get(new SpanRef(trace, log.spanId())));
        return new Line(new Place(component, spanName.orElse("")), template);
    }

    /**
     * What a body of a component is counted as: the text of its template, and the beginning of that. Only once the
     * figures are made, as the body is learnt from.
     */
    List<String> statements(String component, String body) {
        TemplateMiner miner = miners.get(component);
        String text = miner == null ? "" : miner.text(miner.current(miner.add(body)));
        return text.isEmpty() ? List.of() : List.of(text, beginning(text));
    }

    /** Of an indicator's detail the template, or its beginning; all of it when no span is named. */
    static String text(String detail) {
        int within = detail.indexOf(WITHIN);
        return within < 0 ? detail : detail.substring(within + WITHIN.length());
    }

    /** Adds what was read to the figures of each window, in the order in which they were read. */
    void addTo(List<Figures> figuresOfWindow) {
        Map<String, Map<Integer, String>> texts = new HashMap<>();
        miners.forEach((component, miner) -> texts.put(component, textsOf(miner)));
        List<Map<Statement, Long>> counts = new ArrayList<>();
        Set<Statement> known = new HashSet<>();
        for (OfWindow read : windows) {
            Map<Statement, Long> ofWindow = new HashMap<>();
            read.lines.forEach((line, count) -> {
                String text = text(line, texts);
                ofWindow.merge(new Statement(line.place(), text), count, Long::sum);
                if (!beginning(text).equals(text)) {
                    ofWindow.merge(new Statement(line.place(), beginning(text)), count, Long::sum);
                }
            });
            counts.add(ofWindow);
            known.addAll(ofWindow.keySet());
        }
        for (int i = 0; i < counts.size(); i++) {
            for (Statement statement : known) {
                add(
                        figuresOfWindow.get(i),
                        windows.get(i),
                        statement,
                        counts.get(i).getOrDefault(statement, 0L));
            }
        }
    }

    private String text(Line line, Map<String, Map<Integer, String>> texts) {
        String component = line.place().component();
        TemplateMiner miner = miners.get(component);
        return miner == null
                ? ""
                : texts.getOrDefault(component, Map.of()).getOrDefault(miner.current(line.template()), "");
    }

    private static String beginning(String text) {
        int end = -1;
        for (int word = 0; word < BEGINNING_WORDS; word++) {
            end = text.indexOf(' ', end + 1);
            if (end < 0) {
                return text;
            }
        }
        return text.substring(0, end) + " ...";
    }

    private static void add(Figures figures, OfWindow read, Statement statement, long count) {
        Place place = statement.place();
        Key key = new Key(place.component(), IndicatorKind.LOG_TEMPLATE, place.spanName() + WITHIN + statement.text());
        if (place.spanName().isEmpty()) {
            figures.put(key, count / read.seconds, Math.max(1, Math.round(read.seconds)));
        } else {
            long spans = read.spans.getOrDefault(place, 0L);
            if (spans > 0) {
                figures.put(key, (double) count / spans, spans);
            }
            long records = read.records.getOrDefault(place, 0L);
            if (records > 0) {
                Key share = new Key(place.component(), IndicatorKind.LOG_SHARE, key.detail());
                figures.put(share, (double) count / records, records);
            }
        }
    }

    private static Map<Integer, String> textsOf(TemplateMiner miner) {
        Map<Integer, String> texts = new HashMap<>();
        for (Template template : miner.templates()) {
            texts.put(template.number(), template.text());
        }
        return texts;
    }
}
