package dev.quipu.benchmarks.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The LogHub-2k data sets, as unpacked. */
final class LogHub {

    /** One log: its bodies, and the truth's template of each. */
    record DataSet(String name, List<String> bodies, List<String> truth) {}

    private static final String SUFFIX = "_2k.log_structured_corrected.csv";

    private LogHub() {}

    static List<DataSet> read(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<DataSet> sets = new ArrayList<>();
            for (Path file : all.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                sets.add(readSet(file.getFileName().toString().replace(SUFFIX, ""), file));
            }
            return sets;
        }
    }

    private static DataSet readSet(String name, Path file) throws IOException {
        List<List<String>> rows = Csv.rows(Files.readString(file, StandardCharsets.UTF_8));
        int content = rows.get(0).indexOf("Content");
        int template = rows.get(0).indexOf("EventTemplate");
        List<String> bodies = new ArrayList<>();
        List<String> truth = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            bodies.add(row.get(content));
            truth.add(row.get(template));
        }
        return new DataSet(name, bodies, truth);
    }
}
