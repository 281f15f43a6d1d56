package dev.quipu.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys that services can be set by: Quipu's by the README's tables, Quarkus' by what its extensions say of themselves. */
final class Keys {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(quipu\\.[^`]+)` \\| (?:`([^`]*)`)? ?\\|");
    private static final String MODELS = "META-INF/quarkus-config-doc/quarkus-config-model.json";

    /** The name of an entry in a map, which a variable has between two underscores on either side, and else is not heard. */
    private static final Pattern ENTRY = Pattern.compile("__.+?__|__.+?$");

    private static final List<Pattern> QUARKUS = quarkus();

    private Keys() {}

    /** Each of {@code service}'s variables with its key's default. */
    static Map<String, String> quipu(String service) {
        Map<String, String> keys = new HashMap<>();
        for (String section : Checkout.read("README.md").split("\n### ")) {
            String heading = section.lines().findFirst().orElse("");
            if (heading.equals("every service") || heading.contains(service + "-service")) {
                Matcher row = ROW.matcher(section);
                while (row.find()) {
                    keys.put(
                            variable(row.group(1)),
                            Optional.ofNullable(row.group(2)).orElse(""));
                }
            }
        }
        return keys;
    }

    /** Whether Quarkus reads the variable when a service starts; what is fixed when it is built is not among them. */
    static boolean isQuarkus(String variable) {
        return QUARKUS.stream().anyMatch(key -> key.matcher(variable).matches());
    }

    /** What {@code service} is built with. */
    static Properties application(String service) {
        Properties properties = new Properties();
        try {
            properties.load(
                    new StringReader(Checkout.read(service + "-service/src/main/resources/application.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static List<Pattern> quarkus() {
        try {
            List<Pattern> keys = new ArrayList<>();
            for (URL model : Collections.list(Keys.class.getClassLoader().getResources(MODELS))) {
                try (InputStream text = model.openStream()) {
                    collect(new ObjectMapper().readTree(text), keys);
                }
            }
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(JsonNode node, List<Pattern> keys) {
        String variable = node.at("/path/environmentVariable").asText();
        if (!variable.isEmpty() && node.path("phase").asText().equals("RUN_TIME")) {
            keys.add(Pattern.compile(
                    ENTRY.matcher(variable).replaceAll("__[A-Z0-9]+__").replaceAll("__$", "__?")));
        }
        node.forEach(inner -> collect(inner, keys));
    }
}
