package dev.quipu.analysis.jaeger;

/** What a span has to be like, from a search. */
final class SearchFilters {

    private SearchFilters() {}

    static String of(JaegerSearch search) {
        return "";
    }
}
