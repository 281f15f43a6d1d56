package dev.quipu.analysis.chart;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes elements of SVG; text and attributes are escaped, and hold nothing that XML does not allow. */
final class SvgPen {

    private static final String SVG = "http://www.w3.org/2000/svg";

    private final StringWriter written = new StringWriter();
    private final XMLStreamWriter xml;

    SvgPen() {
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(written);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory", e);
        }
    }

    /** Something that can only fail where nothing is wrong with the text: memory has no errors. */
    @FunctionalInterface
    private interface Stroke {
        void draw() throws XMLStreamException;
    }

    private SvgPen draw(Stroke stroke) {
        try {
            stroke.draw();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML to memory", e);
        }
    }

    /** @param attributes names and values by turns */
    SvgPen open(String element, String... attributes) {
        return draw(() -> {
            xml.writeStartElement(element);
            if (element.equals("svg")) {
                xml.writeDefaultNamespace(SVG);
            }
            attributes(attributes);
        });
    }

    SvgPen close() {
        return draw(xml::writeEndElement);
    }

    SvgPen empty(String element, String... attributes) {
        return draw(() -> {
            xml.writeEmptyElement(element);
            attributes(attributes);
        });
    }

    SvgPen text(String element, String text, String... attributes) {
        open(element, attributes);
        draw(() -> xml.writeCharacters(SvgText.clean(text)));
        return close();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], SvgText.clean(attributes[i + 1]));
        }
    }

    /** All that was drawn. */
    String finish() {
        draw(xml::flush);
        return written.toString();
    }

    /** A coordinate, exact to a hundredth of a pixel. */
    static String number(double coordinate) {
        return BigDecimal.valueOf(coordinate)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
