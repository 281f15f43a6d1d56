package dev.quipu.storage.database;

/** The two spellings of one database: Vert.x' and JDBC's. */
public final class DatabaseUrls {

    private static final String VERTX_PREFIX = "vertx-reactive:";

    private DatabaseUrls() {}

    /**
     * The JDBC form of a reactive URL; migrations run over JDBC.
     *
     * @param reactiveUrl {@code postgresql://host:port/database}, {@code postgres://...}, either with {@code vertx-reactive:}
     * @throws IllegalArgumentException for another scheme
     */
    public static String jdbc(String reactiveUrl) {
        String url = reactiveUrl.startsWith(VERTX_PREFIX) ? reactiveUrl.substring(VERTX_PREFIX.length()) : reactiveUrl;
        if (url.startsWith("postgres://")) {
            url = "postgresql://" + url.substring("postgres://".length());
        }
        if (!url.startsWith("postgresql://")) {
            throw new IllegalArgumentException(
                    "quarkus.datasource.reactive.url: expected postgresql://host:port/database, got '" + reactiveUrl
                            + "'");
        }
        return "jdbc:" + url;
    }
}
