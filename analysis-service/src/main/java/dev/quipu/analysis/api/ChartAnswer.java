package dev.quipu.analysis.api;

import dev.quipu.analysis.chart.Chart;
import dev.quipu.analysis.chart.ChartLook;
import dev.quipu.analysis.chart.CsvChart;
import dev.quipu.analysis.chart.SvgChart;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A chart as the end of its path says. It is asked for anew each time, as what it shows changes.
 *
 * @param name of a file, before its time
 */
record ChartAnswer(String name, Format format, ChartLook look, boolean isDownload, ChartParameters parameters) {

    /** What a chart is written as. */
    enum Format {
        SVG,
        CSV,
        JSON
    }

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * @throws dev.quipu.analysis.BadParameterException when a parameter cannot be understood
     */
    static ChartAnswer of(String name, ChartParameters parameters) {
        return new ChartAnswer(name, format(parameters.format), parameters.look(), parameters.isDownload(), parameters);
    }

    private static Format format(String text) {
        for (Format format : Format.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                return format;
            }
        }
        throw new NotFoundException("path: expected .svg, .csv or .json at its end, got '." + text + "'");
    }

    Response of(Chart read) {
        Chart chart = parameters.titled(read);
        Response.ResponseBuilder answer = switch (format) {
            case SVG -> Response.ok(SvgChart.write(chart, look), SvgChart.MEDIA_TYPE);
            case CSV -> Response.ok(CsvChart.write(chart), CsvChart.MEDIA_TYPE);
            case JSON -> Response.ok(chart, MediaType.APPLICATION_JSON);
        };
        answer.header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (isDownload) {
            answer.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName(chart) + "\"");
        }
        return answer.build();
    }

    private String fileName(Chart chart) {
        Instant begin = chart.times().isEmpty() ? Instant.now() : chart.times().get(0);
        return name + "-" + FILE_TIME.format(begin) + "." + format.name().toLowerCase(Locale.ROOT);
    }
}
