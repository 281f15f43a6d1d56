package dev.quipu.analysis.chart;

import dev.quipu.analysis.BadParameterException;
import java.util.Optional;

/**
 * How a chart is drawn.
 *
 * @param width in pixels, 200 to 4000
 * @param height in pixels, 100 to 2000
 */
public record ChartLook(int width, int height, Theme theme) {

    private static final int MIN_WIDTH = 200;
    private static final int MAX_WIDTH = 4000;
    private static final int USUAL_WIDTH = 800;
    private static final int MIN_HEIGHT = 100;
    private static final int MAX_HEIGHT = 2000;
    private static final int USUAL_HEIGHT = 300;

    /**
     * @throws BadParameterException when a number is out of its range
     */
    public ChartLook {
        require("width", MIN_WIDTH, width, MAX_WIDTH);
        require("height", MIN_HEIGHT, height, MAX_HEIGHT);
    }

    /**
     * @throws BadParameterException when something cannot be understood
     */
    public static ChartLook of(Optional<String> width, Optional<String> height, Optional<String> theme) {
        return new ChartLook(
                width.map(text -> number("width", MIN_WIDTH, text, MAX_WIDTH)).orElse(USUAL_WIDTH),
                height.map(text -> number("height", MIN_HEIGHT, text, MAX_HEIGHT))
                        .orElse(USUAL_HEIGHT),
                theme.map(Theme::parse).orElse(Theme.LIGHT));
    }

    private static int number(String parameter, int least, String text, int most) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw refused(parameter, least, text, most);
        }
    }

    private static void require(String parameter, int least, int number, int most) {
        if (number < least || number > most) {
            throw refused(parameter, least, Integer.toString(number), most);
        }
    }

    private static BadParameterException refused(String parameter, int least, String got, int most) {
        return new BadParameterException(
                parameter + ": expected a whole number from " + least + " to " + most + ", got '" + got + "'");
    }
}
