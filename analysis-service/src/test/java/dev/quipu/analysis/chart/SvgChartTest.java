package dev.quipu.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgChartTest {

    private static final ChartLook LOOK = new ChartLook(800, 300, Theme.LIGHT);
    private static final Chart LINES = Charts.of(
            Chart.Kind.LINES,
            ChartUnit.NANOS,
            Charts.series("p50", 1e6, Double.NaN, 2e6),
            Charts.series("p99", 3e6, 4e6, 5e6));

    @Test
    void isAPictureWithWords() throws Exception {
        Document svg = parse(SvgChart.write(LINES, LOOK));
        Element root = svg.getDocumentElement();
        assertThat(root.getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(root.getAttribute("role")).isEqualTo("img");
        assertThat(root.getAttribute("width")).isEqualTo("800");
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 800 300");
        assertThat(root.getFirstChild().getNodeName()).isEqualTo("title");
        assertThat(root.getFirstChild().getTextContent()).isEqualTo("Title");
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                .isEqualTo("A chart of lines, 2026-01-01 00:00 – 00:03 UTC, in 3 steps of 1 min. 2 series: p50, p99."
                        + " The greatest value is 5 ms, the least 1 ms.");
        assertThat(texts(svg)).contains("p50", "p99", "0 ms", "5 ms", "00:01:00", "2026-01-01 00:00 – 00:03 UTC");
    }

    @Test
    void textIsTextWhateverItSays() throws Exception {
        String name = "</text><script>alert(1)</script> \"&'\u0000\u0008\uD800\uFFFF ok";
        Chart chart = Charts.of(Chart.Kind.STACKED_BARS, ChartUnit.SPANS, Charts.series(name, 1, 2, 3))
                .withTitle("]]>" + name);
        Document svg = parse(SvgChart.write(chart, new ChartLook(2000, 300, Theme.DARK)));
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        String clean = "</text><script>alert(1)</script> \"&'\uFFFD\uFFFD\uFFFD\uFFFD ok";
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("]]>" + clean);
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).contains(clean);
    }

    @Test
    void nothingIsLoadedAndNothingRuns() throws Exception {
        Document svg = parse(SvgChart.write(LINES, LOOK));
        NodeList all = svg.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            assertThat(all.item(i).getNodeName()).isIn("svg", "title", "desc", "rect", "path", "text");
            for (int j = 0; j < all.item(i).getAttributes().getLength(); j++) {
                assertThat(all.item(i).getAttributes().item(j).getNodeName())
                        .doesNotStartWith("on")
                        .isNotIn("href", "xlink:href", "style");
            }
        }
    }

    @Test
    void saysThatThereAreNoData() throws Exception {
        assertThat(texts(parse(SvgChart.write(Charts.of(Chart.Kind.STACKED_BARS, ChartUnit.SPANS), LOOK))))
                .contains("No data in this time");
        Chart absent = Charts.of(Chart.Kind.LINES, ChartUnit.NANOS, Charts.series("p50", Double.NaN));
        assertThat(texts(parse(SvgChart.write(absent, LOOK)))).contains("No data in this time");
    }

    @Test
    void aValueAloneIsAPoint() {
        Chart chart =
                Charts.of(Chart.Kind.LINES, ChartUnit.NANOS, Charts.series("a", 5, Double.NaN, 1, 2, Double.NaN, 3));
        assertThat(SvgChart.write(chart, LOOK).split("h0\\.01", -1)).hasSize(3);
    }

    @Test
    void moreNamesThanThereIsRoomForAreCounted() throws Exception {
        Chart.Series[] many = IntStream.range(0, 50)
                .mapToObj(i -> Charts.series("a component of a rather long name, number " + i, 1, 2, 3))
                .toArray(Chart.Series[]::new);
        List<String> texts =
                texts(parse(SvgChart.write(Charts.of(Chart.Kind.STACKED_BARS, ChartUnit.SPANS, many), LOOK)));
        long named =
                texts.stream().filter(text -> text.startsWith("a component of")).count();
        assertThat(named).isPositive();
        assertThat(texts).contains("+" + (50 - named) + " more");
        assertThat(texts).anyMatch(text -> text.endsWith("…"));
    }

    @Test
    void whatIsLeftOutIsSaid() {
        Chart chart = new Chart(
                "Title",
                ChartUnit.NANOS,
                Chart.Kind.LINES,
                LINES.times(),
                Charts.MINUTE,
                LINES.series(),
                true,
                Optional.empty());
        assertThat(SvgChart.write(chart, LOOK)).contains("More series are left out.</desc>");
    }

    @ParameterizedTest
    @CsvSource({"200,100", "4000,100", "200,2000", "4000,2000", "320,160"})
    void everythingIsWithinThePicture(int width, int height) throws Exception {
        Chart heat = Charts.of(
                Chart.Kind.HEAT_MAP,
                ChartUnit.SPANS,
                Charts.row(0, 1, 1, 0, 0),
                Charts.row(1_000_000, 1_189_207, 1, 200, 3),
                Charts.row(1_000_000_000, Long.MAX_VALUE, 0, 0, 1));
        Chart bars = Charts.of(Chart.Kind.STACKED_BARS, ChartUnit.SPANS, Charts.series("a name", 0, 1e9, 3));
        Chart many = Charts.of(
                Chart.Kind.LINES,
                ChartUnit.SPANS_PER_SECOND,
                IntStream.range(0, 50)
                        .mapToObj(i -> Charts.series(i + " a component of a very, very, very long name", i, -i, 1))
                        .toArray(Chart.Series[]::new));
        for (Chart chart : List.of(LINES, heat, bars, many)) {
            Document svg = parse(SvgChart.write(chart, new ChartLook(width, height, Theme.DARK)));
            NodeList texts = svg.getElementsByTagName("text");
            for (int i = 0; i < texts.getLength(); i++) {
                Element text = (Element) texts.item(i);
                double x = Double.parseDouble(text.getAttribute("x"));
                double wide = SvgText.width(text.getTextContent(), Double.parseDouble(text.getAttribute("font-size")));
                double left = switch (text.getAttribute("text-anchor")) {
                    case "middle" -> x - wide / 2;
                    case "end" -> x - wide;
                    default -> x;
                };
                assertThat(left).as(text.getTextContent()).isNotNegative();
                assertThat(left + wide).as(text.getTextContent()).isLessThanOrEqualTo(width);
                assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(8.0, height - 2.0);
            }
        }
    }

    @Test
    void neighboursThatAreAsHotAreOneBox() throws Exception {
        Chart heat = Charts.of(
                Chart.Kind.HEAT_MAP,
                ChartUnit.SPANS,
                Charts.row(1_000_000, 1_189_207, 7, 7, 7, 0, 0, 7),
                Charts.row(1_189_207, 1_414_214, 7, 1, 7, 7, 7, 7));
        assertThat(boxes(heat)).isEqualTo(2 + 3);
    }

    /** As wild as it gets: no cell is as hot as the next. */
    @Test
    void noHeatMapIsAVeryLargePicture() throws Exception {
        Chart.Series[] rows = IntStream.range(0, 250)
                .mapToObj(row -> Charts.row(
                        1000L << row / 5,
                        (1000L << row / 5) + 1 + row,
                        IntStream.range(0, 1999)
                                .mapToDouble(step -> Math.pow(10, (step / 13 + row) % 2 * 3))
                                .toArray()))
                .toArray(Chart.Series[]::new);
        Chart heat = Charts.of(Chart.Kind.HEAT_MAP, ChartUnit.SPANS, rows);
        assertThat(SvgChart.write(heat, new ChartLook(4000, 2000, Theme.DARK)).length())
                .isLessThan(2_000_000);
        assertThat(boxes(heat)).isBetween(HeatCells.MAX_CELLS / 2, HeatCells.MAX_CELLS);
    }

    @Test
    void stepsThatAreDrawnTogetherAreAddedUp() {
        double[] ones = IntStream.range(0, 1999).mapToDouble(step -> 1).toArray();
        Chart heat = Charts.of(
                Chart.Kind.HEAT_MAP,
                ChartUnit.SPANS,
                IntStream.range(0, 100)
                        .mapToObj(row -> Charts.row(row, row + 1, ones))
                        .toArray(Chart.Series[]::new));
        HeatCells cells = HeatCells.of(heat);
        assertThat(cells.stepsPerCell()).isEqualTo(5);
        double[] counts = cells.counts(heat.series().get(0));
        assertThat(counts).hasSize(400).startsWith(5, 5).endsWith(5, 4);
        assertThat(cells.firstStep(counts.length)).isEqualTo(1999);
    }

    private static int boxes(Chart heat) throws Exception {
        NodeList paths = parse(SvgChart.write(heat, LOOK)).getElementsByTagName("path");
        int boxes = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.hasAttribute("shape-rendering")) {
                boxes += path.getAttribute("d").split("z", -1).length - 1;
            }
        }
        return boxes;
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg) {
        List<String> texts = new ArrayList<>();
        NodeList found = svg.getElementsByTagName("text");
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }
}
