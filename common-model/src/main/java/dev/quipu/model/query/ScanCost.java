package dev.quipu.model.query;

/** Which condition to look at first: small columns before large ones. */
final class ScanCost {

    private ScanCost() {}

    static int of(RecordFilter filter) {
        return switch (filter.kind()) {
            case AND ->
                ((RecordFilter.And) filter)
                        .parts().stream().mapToInt(ScanCost::of).min().orElse(0);
            case OR ->
                ((RecordFilter.Or) filter)
                        .parts().stream().mapToInt(ScanCost::of).sum();
            case NOT -> of(((RecordFilter.Not) filter).part());
            case COMPARE -> of(((RecordFilter.Compare) filter).field());
            case EXISTS -> 20;
        };
    }

    private static int of(Field field) {
        if (field instanceof Field.Intrinsic intrinsic) {
            return switch (intrinsic) {
                case STATUS, KIND, SEVERITY, SERVICE, NAMESPACE, INSTANCE, TEMPLATE -> 1;
                case TRACE_ID, NAME, SCOPE_NAME, SEVERITY_TEXT, EVENT_NAME_OF_LOG -> 2;
                case STATUS_MESSAGE, EVENT_NAME -> 5;
                case DURATION, SPAN_ID -> 10;
                case PARENT_SPAN_ID -> 15;
                case BODY -> 30;
            };
        }
        return 20;
    }
}
