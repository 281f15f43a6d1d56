package dev.quipu.k8s;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names under which Prometheus knows what the services measure, read off the sources that register it. */
final class Meters {

    private static final Pattern BUILDER = Pattern.compile(
            "(Gauge|MultiGauge|Counter|FunctionCounter|Timer|DistributionSummary)\\s*\\.builder\\(\\s*\"(?<name>[a-z.]+)\""
                    + "(?<rest>.*?)\\.register\\(",
            Pattern.DOTALL);
    private static final Pattern UNIT = Pattern.compile("\\.baseUnit\\(\"(\\w+)\"\\)");

    private static final Map<String, Meter.Type> TYPES = Map.of(
            "Gauge", Meter.Type.GAUGE,
            "MultiGauge", Meter.Type.GAUGE,
            "Counter", Meter.Type.COUNTER,
            "FunctionCounter", Meter.Type.COUNTER,
            "Timer", Meter.Type.TIMER,
            "DistributionSummary", Meter.Type.DISTRIBUTION_SUMMARY);

    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

    private Meters() {}

    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String service : Overlay.SERVICES) {
            try (Stream<Path> sources = Files.walk(Checkout.ROOT.resolve(service + "-service/src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    Matcher builder = BUILDER.matcher(Files.readString(source));
                    while (builder.find()) {
                        names.addAll(exported(builder.group(1), builder.group("name"), builder.group("rest")));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static List<String> exported(String builder, String name, String rest) {
        Meter.Type type = TYPES.get(builder);
        Matcher unit = UNIT.matcher(rest);
        String base = NAMES.name(
                name,
                type,
                Optional.of(unit)
                        .filter(Matcher::find)
                        .map(found -> found.group(1))
                        .orElse(null));
        return switch (type) {
            case COUNTER -> List.of(base + "_total");
            case TIMER, DISTRIBUTION_SUMMARY ->
                List.of(base + "_count", base + "_sum", base + "_max", base + "_bucket");
            default -> List.of(base);
        };
    }
}
