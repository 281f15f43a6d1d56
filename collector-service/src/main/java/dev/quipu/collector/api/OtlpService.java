package dev.quipu.collector.api;

import dev.quipu.model.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where OTLP's records of each signal are sent to: a path over HTTP, a method over gRPC. */
enum OtlpService {
    TRACES(Signal.TRACES, "/opentelemetry.proto.collector.trace.v1.TraceService/Export"),
    LOGS(Signal.LOGS, "/opentelemetry.proto.collector.logs.v1.LogsService/Export"),
    METRICS(Signal.METRICS, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");

    private final Signal signal;
    private final String grpcMethod;

    OtlpService(Signal signal, String grpcMethod) {
        this.signal = signal;
        this.grpcMethod = grpcMethod;
    }

    Signal signal() {
        return signal;
    }

    /** Path of OTLP/HTTP. */
    String httpPath() {
        return "/v1/" + signal.label();
    }

    static Optional<OtlpService> ofGrpcMethod(String path) {
        return Arrays.stream(values())
                .filter(service -> service.grpcMethod.equals(path))
                .findFirst();
    }

    static List<String> grpcMethods() {
        return Arrays.stream(values()).map(service -> service.grpcMethod).toList();
    }
}
