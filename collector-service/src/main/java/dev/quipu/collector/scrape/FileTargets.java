package dev.quipu.collector.scrape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The targets of files in the form of Prometheus' {@code file_sd_configs}, JSON or YAML: a list of groups, each with
 * addresses and the labels that they share. A file that changes is read again; while it cannot be read its targets stay
 * as they were, and they go when it goes. {@link #refresh()} blocks and is for one thread at a time.
 */
final class FileTargets implements TargetSource {

    private static final Logger LOG = Logger.getLogger(FileTargets.class);
    private static final long MAX_FILE_BYTES = 16 << 20;
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Seen(FileTime modified, long size, List<ScrapeTarget> targets) {}

    private final List<String> patterns;
    private final String tenant;
    private final ScrapeTarget.Defaults defaults;
    private Map<Path, Seen> files = Map.of();
    private volatile List<ScrapeTarget> targets = List.of();

    FileTargets(List<String> patterns, String tenant, ScrapeTarget.Defaults defaults) {
        this.patterns = List.copyOf(patterns);
        this.tenant = tenant;
        this.defaults = defaults;
    }

    @Override
    public List<ScrapeTarget> targets() {
        return targets;
    }

    /** Looks at the files again. */
    void refresh() {
        Map<Path, Seen> now = new TreeMap<>();
        for (String pattern : patterns) {
            matching(Path.of(pattern)).forEach(file -> now.computeIfAbsent(file, this::look));
        }
        now.values().removeIf(seen -> seen.size() < 0);
        files = now;
        targets = now.values().stream().flatMap(seen -> seen.targets().stream()).toList();
    }

    /** The last name of the path may be a pattern. */
    private static List<Path> matching(Path pattern) {
        Path directory = pattern.toAbsolutePath().getParent();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(directory, String.valueOf(pattern.getFileName()))) {
            stream.forEach(found::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warnf("%s: expected a readable directory, got %s", directory, e.getMessage());
        }
        return found;
    }

    private Seen look(Path file) {
        Seen before = files.get(file);
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            long size = Files.size(file);
            if (before != null && before.modified().equals(modified) && before.size() == size) {
                return before;
            }
            return new Seen(modified, size, readOrKeep(file, size, before));
        } catch (NoSuchFileException e) {
            return new Seen(FileTime.fromMillis(0), -1, List.of());
        } catch (IOException e) {
            LOG.warnf("%s: expected a readable file, got %s", file, e.getMessage());
            return before == null ? new Seen(FileTime.fromMillis(0), 0, List.of()) : before;
        }
    }

    private List<ScrapeTarget> readOrKeep(Path file, long size, @Nullable Seen before) throws IOException {
        try {
            if (size > MAX_FILE_BYTES) {
                throw new IllegalArgumentException("expected at most " + MAX_FILE_BYTES + " bytes, got " + size);
            }
            return read(file);
        } catch (JsonProcessingException e) {
            LOG.warnf("%s: expected a list of targets and labels, got: %s", file, e.getOriginalMessage());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            LOG.warnf("%s: %s", file, e.getMessage());
        }
        return before == null ? List.of() : before.targets();
    }

    private List<ScrapeTarget> read(Path file) throws IOException {
        ObjectMapper mapper = file.toString().endsWith(".json") ? JSON : YAML;
        List<Map<String, Object>> groups =
                mapper.readValue(Files.readAllBytes(file), new TypeReference<List<Map<String, Object>>>() {});
        Map<String, ScrapeTarget> read = new HashMap<>();
        for (Map<String, Object> group : groups == null ? List.<Map<String, Object>>of() : groups) {
            Map<String, String> labels = texts(group.get("labels"));
            for (Object address : group.get("targets") instanceof List<?> list ? list : List.of()) {
                try {
                    ScrapeTarget target =
                            ScrapeTarget.of(new TargetGroup(String.valueOf(address), labels).wish(tenant), defaults);
                    read.put(target.key(), target);
                } catch (IllegalArgumentException e) {
                    LOG.warnf("%s: target %s is not fetched: %s", file, address, e.getMessage());
                }
            }
        }
        return List.copyOf(read.values());
    }

    private static Map<String, String> texts(@Nullable Object labels) {
        Map<String, String> texts = new TreeMap<>();
        if (labels instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put(String.valueOf(key), value == null ? "" : String.valueOf(value)));
        }
        return texts;
    }
}
