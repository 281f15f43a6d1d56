package dev.quipu.analysis.chart;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * A chart as rows (RFC 4180): the time of each step, then a column for each series. Text that a spreadsheet would take
 * for a formula begins with an apostrophe.
 */
public final class CsvChart {

    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private static final String END = "\r\n";
    private static final String BEGINS_FORMULA = "=+-@\t\r";
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private CsvChart() {}

    public static String write(Chart chart) {
        StringBuilder rows = new StringBuilder("time");
        chart.series().forEach(series -> rows.append(',').append(cell(series.name())));
        rows.append(END);
        for (int step = 0; step < chart.times().size(); step++) {
            rows.append(chart.times().get(step));
            for (Chart.Series series : chart.series()) {
                rows.append(',').append(number(series.values().get(step)));
            }
            rows.append(END);
        }
        return rows.toString();
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty()
                ? ""
                : BigDecimal.valueOf(value.getAsDouble()).stripTrailingZeros().toPlainString();
    }

    private static String cell(String text) {
        boolean isFormula = !text.isEmpty()
                && BEGINS_FORMULA.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        String safe = isFormula ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
