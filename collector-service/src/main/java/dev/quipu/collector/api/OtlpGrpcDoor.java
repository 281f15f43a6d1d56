package dev.quipu.collector.api;

import dev.quipu.collector.CollectorConfig;
import dev.quipu.collector.intake.Answer;
import dev.quipu.model.Signal;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * OTLP/gRPC (OTLP specification, "OTLP/gRPC"): the unary calls {@code …Service/Export} over HTTP/2 without TLS. The
 * protocol is spoken here, over Vert.x's HTTP/2, so that a message is reserved, inflated and limited while it arrives
 * and not after it was buffered. On event loops.
 */
@Singleton
final class OtlpGrpcDoor {

    private static final Logger LOG = Logger.getLogger(OtlpGrpcDoor.class);
    private static final String CONTENT_TYPE = "application/grpc";
    private static final int IDLE_SECONDS = 120;
    private static final int STREAM_WINDOW_BYTES = 256 * 1024;
    private static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;

    private final CollectorConfig.Grpc config;
    private final OwnPort port;
    private final Reception reception;
    private final GrpcAnswers answers;
    private final Doorkeeper doorkeeper;

    @Inject
    OtlpGrpcDoor(
            CollectorConfig config, OwnPort port, Reception reception, GrpcAnswers answers, Doorkeeper doorkeeper) {
        this.config = config.grpc();
        this.port = port;
        this.reception = reception;
        this.answers = answers;
        this.doorkeeper = doorkeeper;
    }

    /** Fails the start when it can not listen. */
    void listen(@Observes StartupEvent event) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(config.maxConcurrentStreams())
                        .setInitialWindowSize(STREAM_WINDOW_BYTES));
        port.listen("quipu.collector.grpc.host", options, this::take);
        LOG.infof("OTLP/gRPC on %s:%d", config.host(), config.port());
    }

    private void take(HttpServerRequest request) {
        Optional<Integer> fault = httpFault(request);
        if (fault.isPresent()) {
            request.response().setStatusCode(fault.get()).end();
            Leftover.forget(request);
            return;
        }
        Optional<OtlpService> service = OtlpService.ofGrpcMethod(request.path());
        Signal signal = service.map(OtlpService::signal).orElse(Signal.TRACES);
        answers.serve(request, signal, () -> doorkeeper.ask(request, () -> decide(request, service)));
    }

    /** What is not gRPC at all is answered by HTTP's statuses (gRPC over HTTP2, "Requests"). */
    private static Optional<Integer> httpFault(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return Optional.of(505);
        }
        if (!HttpMethod.POST.equals(request.method())) {
            return Optional.of(405);
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean grpc = type != null
                && (type.equals(CONTENT_TYPE)
                        || type.startsWith(CONTENT_TYPE + "+proto")
                        || type.startsWith(CONTENT_TYPE + ";"));
        return grpc ? Optional.empty() : Optional.of(415);
    }

    private Future<Answer> decide(HttpServerRequest request, Optional<OtlpService> service) {
        if (service.isEmpty()) {
            return Future.succeededFuture(Answer.unsupported(
                    "method: expected " + String.join(" or ", OtlpService.grpcMethods()) + ", got " + request.path()));
        }
        String encoding = request.getHeader("grpc-encoding");
        return ContentCoding.of(encoding == null ? "" : encoding)
                .map(coding -> reception.receive(
                        request, OtlpForm.PROTOBUF.content(service.get().signal()), coding, GrpcMessageBody::new))
                .orElseGet(() -> Future.succeededFuture(Answer.unsupported(
                        "grpc-encoding: expected one of " + ContentCoding.KNOWN + ", got " + encoding)));
    }
}
