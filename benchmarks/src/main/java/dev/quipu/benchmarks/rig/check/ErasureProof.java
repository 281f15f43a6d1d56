package dev.quipu.benchmarks.rig.check;

import dev.quipu.benchmarks.rig.cluster.Cluster;
import dev.quipu.benchmarks.rig.cluster.Postgres;
import dev.quipu.benchmarks.storage.StorageClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is left of a value that was erased: by search, in the tables, and in the files as they lie on the disk. */
public final class ErasureProof {

    /** Where the request stands, which has to say what is erased. */
    private static final String REQUEST = "erasure";

    private static final String REQUEST_LOG = "erasures.jsonl";
    private static final String LOG_OF_WRITES = "data/pg_wal/";
    private static final String FILES_OF_REQUEST = """
            SELECT pg_relation_filepath(c.oid) AS file FROM pg_class c
             WHERE c.oid = 'erasure'::regclass
                OR c.oid = (SELECT reltoastrelid FROM pg_class WHERE oid = 'erasure'::regclass)
                OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'erasure'::regclass)""";

    private final Cluster cluster;
    private final String key;
    private final String value;
    private final List<Check> checks = new ArrayList<>();
    private final List<String> facts = new ArrayList<>();

    private ErasureProof(Cluster cluster, String key, String value) {
        this.cluster = cluster;
        this.key = key;
        this.value = value;
    }

    /** That the same looks find the value as long as it is there. @param spans how many say it */
    public static List<Check> before(Cluster cluster, String key, String value, long spans)
            throws InterruptedException, SQLException, IOException {
        Map<String, Long> said = Remains.of(cluster.postgres(), value);
        return List.of(
                Check.equal("before: spans that a search finds", spans, spansWith(cluster.storageApi(), key, value)),
                Check.equal("before: decoded spans that say it", spans, said.getOrDefault(Remains.RECORDS, 0L)));
    }

    /** Of an attribute that was erased from all records. */
    public static ErasureProof of(Cluster cluster, String key, String value)
            throws InterruptedException, SQLException, IOException {
        ErasureProof proof = new ErasureProof(cluster, key, value);
        proof.checks.add(Check.equal("spans that a search finds", 0, spansWith(cluster.storageApi(), key, value)));
        proof.lookIntoTables();
        proof.lookIntoFiles();
        return proof;
    }

    public List<Check> checks() {
        return List.copyOf(checks);
    }

    /** What stays by promise, and where. */
    public List<String> facts() {
        return List.copyOf(facts);
    }

    /** How many a search finds, page by page. */
    private static long spansWith(StorageClient storage, String key, String value) throws InterruptedException {
        String question = "/v1/spans?limit=1000&from=0&q=" + StorageClient.encoded("." + key + " = \"" + value + "\"");
        long found = 0;
        String cursor = "";
        do {
            JsonObject page = storage.json(question + cursor);
            found += page.getJsonArray("spans").size();
            String next = page.getString("nextCursor", "");
            cursor = next.isEmpty() ? "" : "&cursor=" + StorageClient.encoded(next);
        } while (!cursor.isEmpty());
        return found;
    }

    private void lookIntoTables() throws SQLException, IOException {
        Map<String, Long> rows = new TreeMap<>(Remains.of(cluster.postgres(), value));
        Long request = rows.remove("public." + REQUEST);
        checks.add(Check.equal("tables and decoded segments that say it", "{}", rows.toString()));
        facts.add("the request itself says it: " + request + " row of table " + REQUEST);
    }

    private void lookIntoFiles() throws SQLException, IOException {
        Set<String> ofRequest = filesOfRequest(cluster.postgres());
        Map<String, Long> others = new TreeMap<>();
        long inRequest = 0;
        long inLogOfWrites = 0;
        for (Map.Entry<String, Long> file : search("data").entrySet()) {
            if (file.getKey().startsWith(LOG_OF_WRITES)) {
                inLogOfWrites += file.getValue();
            } else if (ofRequest.contains(file.getKey().replaceFirst("[._][a-z0-9]+$", ""))) {
                inRequest += file.getValue();
            } else {
                others.put(file.getKey(), file.getValue());
            }
        }
        checks.add(Check.equal("other files of the database that hold its bytes", "{}", others.toString()));
        checks.add(Check.equal("files of the spool", "{}", search("spool").toString()));
        checks.add(Check.equal("log lines of the services", "{}", search("logs").toString()));
        facts.add("its bytes stand " + inRequest + " times in files of the request, " + inLogOfWrites
                + " times in PostgreSQL's log of writes, until that is recycled");
    }

    private Map<String, Long> search(String directory) throws IOException {
        Path within = cluster.home().resolve(directory);
        return within.toFile().exists() ? FileSearch.of(within, value.getBytes(StandardCharsets.UTF_8)) : Map.of();
    }

    private static Set<String> filesOfRequest(Postgres postgres) throws SQLException, IOException {
        Set<String> files = new HashSet<>(Set.of(REQUEST_LOG.replaceFirst("[.].*", "")));
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FILES_OF_REQUEST)) {
            while (row.next()) {
                files.add("data/" + row.getString("file"));
            }
        }
        return files;
    }
}
