package dev.quipu.collector.exposition;

import dev.quipu.collector.prometheus.Exemplar;
import dev.quipu.collector.prometheus.MetricType;
import dev.quipu.model.KeyValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a page in one pass (Prometheus, "Exposition formats"; OpenMetrics 1.0, "Text Format"). What the formats leave
 * open is read as Prometheus does; names in quotes are taken as well. One page; not thread-safe.
 */
final class PageReader {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND;
    /** So few labels are compared each with each. */
    private static final int FEW = 8;

    private final PageFormat format;
    private final PageLimits limits;
    private final PageCursor in;
    private final Families families = new Families();
    private final SeriesSet seen = new SeriesSet();
    private int samples;

    private PageReader(byte[] page, int length, PageFormat format, PageLimits limits) {
        this.format = format;
        this.limits = limits;
        this.in = new PageCursor(page, length, limits);
    }

    /**
     * @param page not changed; {@code [0, length)} of it
     * @throws PageException when it is not in the format, holds more than it may, or a series twice
     */
    static Collection<Family> read(byte[] page, int length, PageFormat format, PageLimits limits) throws PageException {
        int bad = PageText.firstBadByte(page, length);
        if (bad >= 0) {
            throw new PageException(
                    PageText.lineOf(page, bad), "UTF-8", "byte 0x" + Integer.toHexString(page[bad] & 0xff));
        }
        PageReader reader = new PageReader(page, length, format, limits);
        switch (format) {
            case TEXT -> reader.readText();
            case OPENMETRICS -> reader.readOpenMetrics();
        }
        return reader.families.all();
    }

    private void readText() throws PageException {
        while (in.nextLine()) {
            in.skipBlanks();
            if (in.peek() == '#') {
                in.skip();
                in.skipBlanks();
                comment();
            } else if (!in.atEnd()) {
                sample();
                if (!in.lineIsWhole()) {
                    throw in.expected("a line feed at the end of the page", "none");
                }
            }
        }
    }

    private void readOpenMetrics() throws PageException {
        boolean ended = false;
        while (in.nextLine()) {
            if (ended) {
                throw in.expected("nothing behind # EOF", "another line");
            }
            if (in.peek() == '#') {
                in.skip();
                in.expect(' ');
                if (in.skipWord("EOF")) {
                    ended = true;
                    if (!in.atEnd()) {
                        throw in.expected("the end of the line behind # EOF", in.got());
                    }
                } else if (!comment()) {
                    throw in.expected("# TYPE, # HELP, # UNIT or # EOF", "another comment");
                }
            } else {
                sample();
            }
        }
        if (!ended) {
            throw in.expected("# EOF at the end of the page", "none");
        }
    }

    /** What a comment says of a family; false when it is just a comment. */
    private boolean comment() throws PageException {
        if (in.skipWord("HELP ")) {
            Family family = described();
            family.help(in.rest());
        } else if (in.skipWord("TYPE ")) {
            Family family = described();
            family.type(type(in.word()));
            in.skipBlanks();
            end();
        } else if (format == PageFormat.OPENMETRICS && in.skipWord("UNIT ")) {
            Family family = described();
            family.unit(in.rest());
        } else {
            return false;
        }
        return true;
    }

    private Family described() throws PageException {
        in.skipBlanks();
        String name = in.peek() == '"' ? in.quoted(limits.maxNameBytes()) : in.name("a metric's name", true);
        if (!in.skipBlanks() && !in.atEnd()) {
            throw in.expected("a space behind the name", in.got());
        }
        return families.named(name);
    }

    private MetricType type(String word) throws PageException {
        String lower = word.toLowerCase(Locale.ROOT);
        for (MetricType type : MetricType.values()) {
            if (type.label().equals(lower)) {
                return type;
            }
        }
        if (lower.equals("untyped")) {
            return MetricType.UNKNOWN;
        }
        throw in.expected("a type of metrics", "'" + (word.length() > 40 ? word.substring(0, 40) : word) + "'");
    }

    private void sample() throws PageException {
        if (++samples > limits.maxSamples()) {
            throw in.expected("at most " + limits.maxSamples() + " samples", "more");
        }
        List<KeyValue> labels = new ArrayList<>(4);
        String name = in.peek() == '{' ? "" : in.name("a metric's name", true);
        in.skipBlanks();
        if (in.peek() == '{') {
            String quotedName = labels(labels, name.isEmpty());
            name = name.isEmpty() ? quotedName : name;
        }
        if (name.isEmpty()) {
            throw in.expected("a metric's name", "none");
        }
        in.skipBlanks();
        double value = in.number("a value");
        OptionalLong time = OptionalLong.empty();
        if (in.skipBlanks() && !in.atEnd() && in.peek() != '#') {
            time = OptionalLong.of(time(format == PageFormat.TEXT));
            in.skipBlanks();
        }
        Optional<Exemplar> exemplar = Optional.empty();
        if (format == PageFormat.OPENMETRICS && in.peek() == '#') {
            exemplar = Optional.of(exemplar());
        }
        end();
        if (!seen.add(SeriesSet.hash(name, labels) + 31 * time.orElse(0))) {
            throw in.expected("each series once", "one of " + name + " again");
        }
        families.ofSample(name).samples().add(new Sample(name, labels, value, time, exemplar));
    }

    private void end() throws PageException {
        if (!in.atEnd()) {
            throw in.expected("the end of the line", in.got());
        }
    }

    /** Adds the labels and returns the metric's name when it stands among them in quotes. */
    private String labels(List<KeyValue> labels, boolean withName) throws PageException {
        String name = "";
        in.expect('{');
        in.skipBlanks();
        while (in.peek() != '}') {
            String key = in.peek() == '"' ? in.quoted(limits.maxNameBytes()) : in.name("a label's name", false);
            in.skipBlanks();
            if (withName && name.isEmpty() && in.peek() != '=') {
                name = key;
            } else {
                in.expect('=');
                in.skipBlanks();
                label(labels, key, in.quoted(limits.maxValueBytes()));
            }
            in.skipBlanks();
            if (in.peek() != '}') {
                in.expect(',');
                in.skipBlanks();
            }
        }
        in.skip();
        refuseRepeated(labels);
        return name;
    }

    /** A label without a value is none. */
    private void label(List<KeyValue> labels, String key, String value) throws PageException {
        if (labels.size() >= limits.maxLabels()) {
            throw in.expected("at most " + limits.maxLabels() + " labels", "more");
        }
        if (!value.isEmpty()) {
            labels.add(KeyValue.of(key, value));
        }
    }

    private void refuseRepeated(List<KeyValue> labels) throws PageException {
        Set<String> many = labels.size() > FEW ? new HashSet<>() : Set.of();
        for (int i = 0; i < labels.size(); i++) {
            String key = labels.get(i).key();
            boolean again = labels.size() > FEW && !many.add(key);
            for (int k = 0; k < i && labels.size() <= FEW; k++) {
                again |= labels.get(k).key().equals(key);
            }
            if (again) {
                throw in.expected("each label once", "'" + key + "' again");
            }
        }
    }

    /** Milliseconds in the text format, seconds in OpenMetrics. */
    private long time(boolean millis) throws PageException {
        double time = in.number("a time");
        double seconds = millis ? time / 1000 : time;
        if (!(seconds >= 0 && seconds < MAX_SECONDS) || (millis && time != Math.rint(time))) {
            throw in.expected("a time from 1970 to 2262", String.valueOf(time));
        }
        return nanos(time, millis);
    }

    private static long nanos(double time, boolean millis) {
        return millis ? ((long) time) * NANOS_PER_MILLI : Math.round(time * 1e6) * 1000;
    }

    private Exemplar exemplar() throws PageException {
        in.expect('#');
        in.expect(' ');
        in.skipBlanks();
        List<KeyValue> labels = new ArrayList<>(2);
        labels(labels, false);
        in.skipBlanks();
        double value = in.number("an exemplar's value");
        long time = 0;
        if (in.skipBlanks() && !in.atEnd()) {
            time = time(false);
        }
        return new Exemplar(value, time, labels);
    }
}
