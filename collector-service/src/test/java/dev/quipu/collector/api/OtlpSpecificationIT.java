package dev.quipu.collector.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.quipu.collector.CollectorApplication;
import dev.quipu.collector.Otlp;
import dev.quipu.collector.StorageStandIn;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every MUST of the OTLP specification 1.x that binds a server about responses, retries and partial success, one test
 * each, in the order of the specification; its words stand above each.
 */
@QuarkusTest
@QuarkusTestResource(CollectorApplication.class)
class OtlpSpecificationIT {

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    private final StorageStandIn storage = CollectorApplication.Storage.STAND_IN;
    private final HttpClient client = HttpClient.newHttpClient();
    private ManagedChannel channel;

    @BeforeEach
    void forget() {
        storage.clear();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", CollectorApplication.GRPC_PORT)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void hangUp() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }

    /** A signal's door, and its requests and answers. */
    enum Door {
        TRACES("/v1/traces") {
            @Override
            Message good() {
                return Otlp.request(3);
            }

            @Override
            Message partlyBad() {
                return Otlp.of(List.of(
                        Otlp.span().build(),
                        Otlp.span().setSpanId(ByteString.EMPTY).build()));
            }

            @Override
            Message answer(byte[] body) throws InvalidProtocolBufferException {
                return ExportTraceServiceResponse.parseFrom(body);
            }

            @Override
            long rejected(byte[] body) throws InvalidProtocolBufferException {
                return ExportTraceServiceResponse.parseFrom(body)
                        .getPartialSuccess()
                        .getRejectedSpans();
            }

            @Override
            Message empty() {
                return ExportTraceServiceRequest.getDefaultInstance();
            }
        },
        LOGS("/v1/logs") {
            @Override
            Message good() {
                return Otlp.logs(3);
            }

            @Override
            Message partlyBad() {
                ExportLogsServiceRequest.Builder request = Otlp.logs(1).toBuilder();
                request.getResourceLogsBuilder(0)
                        .getScopeLogsBuilder(0)
                        .addLogRecords(LogRecord.newBuilder()
                                .setUnknownFields(UnknownFieldSet.newBuilder()
                                        .addField(
                                                LogRecord.SEVERITY_TEXT_FIELD_NUMBER,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addLengthDelimited(
                                                                ByteString.copyFrom(new byte[] {(byte) 0xff}))
                                                        .build())
                                        .build()));
                return request.build();
            }

            @Override
            Message answer(byte[] body) throws InvalidProtocolBufferException {
                return ExportLogsServiceResponse.parseFrom(body);
            }

            @Override
            long rejected(byte[] body) throws InvalidProtocolBufferException {
                return ExportLogsServiceResponse.parseFrom(body)
                        .getPartialSuccess()
                        .getRejectedLogRecords();
            }

            @Override
            Message empty() {
                return ExportLogsServiceRequest.getDefaultInstance();
            }
        },
        METRICS("/v1/metrics") {
            @Override
            Message good() {
                return Otlp.metrics(3);
            }

            @Override
            Message partlyBad() {
                ExportMetricsServiceRequest.Builder request = Otlp.metrics(1).toBuilder();
                Metric nameless = request.getResourceMetrics(0).getScopeMetrics(0).getMetrics(0).toBuilder()
                        .clearName()
                        .build();
                request.getResourceMetricsBuilder(0).getScopeMetricsBuilder(0).addMetrics(nameless);
                return request.build();
            }

            @Override
            Message answer(byte[] body) throws InvalidProtocolBufferException {
                return ExportMetricsServiceResponse.parseFrom(body);
            }

            @Override
            long rejected(byte[] body) throws InvalidProtocolBufferException {
                return ExportMetricsServiceResponse.parseFrom(body)
                        .getPartialSuccess()
                        .getRejectedDataPoints();
            }

            @Override
            Message empty() {
                return ExportMetricsServiceRequest.getDefaultInstance();
            }
        };

        private final URI uri;

        Door(String path) {
            uri = URI.create("http://127.0.0.1:" + CollectorApplication.HTTP_PORT + path);
        }

        abstract Message good();

        /** One record or metric that is taken, and one that is not. */
        abstract Message partlyBad();

        abstract Message empty();

        abstract Message answer(byte[] body) throws InvalidProtocolBufferException;

        abstract long rejected(byte[] body) throws InvalidProtocolBufferException;
    }

    private HttpResponse<byte[]> post(Door door, String type, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static boolean hasPartialSuccess(Message answer) {
        return answer.hasField(answer.getDescriptorForType().findFieldByName("partial_success"));
    }

    /** Makes the next request fail for our own trouble. */
    private void getIntoTrouble() {
        storage.quarantines(false);
        storage.meet(StorageStandIn.status(400));
    }

    /** "All server components MUST support the following transport compression options: No compression; Gzip." */
    @ParameterizedTest
    @EnumSource
    void takesNoCompressionAndGzip(Door door) throws Exception {
        byte[] body = door.good().toByteArray();
        assertThat(post(door, PROTOBUF, body).statusCode()).isEqualTo(200);
        assertThat(post(door, PROTOBUF, Otlp.gzip(body), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);
    }

    /** "The response MUST be the appropriate message": Export{@literal <signal>}ServiceResponse; 200 for full success. */
    @ParameterizedTest
    @EnumSource
    void fullSuccessIs200WithTheResponseMessageOfTheSignal(Door door) throws Exception {
        HttpResponse<byte[]> response = post(door, PROTOBUF, door.good().toByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(door.answer(response.body()).getUnknownFields().asMap()).isEmpty();
    }

    /** "The server MUST leave the partial_success field unset in case of a successful response." */
    @ParameterizedTest
    @EnumSource
    void fullSuccessLeavesPartialSuccessUnset(Door door) throws Exception {
        HttpResponse<byte[]> response = post(door, PROTOBUF, door.good().toByteArray());
        assertThat(hasPartialSuccess(door.answer(response.body()))).isFalse();
    }

    /** "If the server receives an empty request the server SHOULD respond with success." */
    @ParameterizedTest
    @EnumSource
    void anEmptyRequestIsASuccess(Door door) throws Exception {
        assertThat(post(door, PROTOBUF, door.empty().toByteArray()).statusCode())
                .isEqualTo(200);
        assertThat(post(door, JSON, "{}".getBytes()).statusCode()).isEqualTo(200);
    }

    /** "If the request is only partially accepted the server MUST respond with HTTP 200 OK." */
    @ParameterizedTest
    @EnumSource
    void partialSuccessIs200(Door door) throws Exception {
        assertThat(post(door, PROTOBUF, door.partlyBad().toByteArray()).statusCode())
                .isEqualTo(200);
    }

    /** "The server MUST initialize the partial_success field, and it MUST set the respective rejected_… field." */
    @ParameterizedTest
    @EnumSource
    void partialSuccessTellsHowManyWereRejected(Door door) throws Exception {
        HttpResponse<byte[]> response = post(door, PROTOBUF, door.partlyBad().toByteArray());
        assertThat(hasPartialSuccess(door.answer(response.body()))).isTrue();
        assertThat(door.rejected(response.body())).isEqualTo(1);
    }

    /** "The server SHOULD populate the error_message field with a human-readable error message in English." */
    @ParameterizedTest
    @EnumSource
    void partialSuccessTellsWhy(Door door) throws Exception {
        Message answer =
                door.answer(post(door, PROTOBUF, door.partlyBad().toByteArray()).body());
        Message partial =
                (Message) answer.getField(answer.getDescriptorForType().findFieldByName("partial_success"));
        assertThat((String) partial.getField(partial.getDescriptorForType().findFieldByName("error_message")))
                .contains("expected");
    }

    /** "The server MUST use the same Content-Type in the response as it received in the request." */
    @ParameterizedTest
    @EnumSource
    void answersInTheContentTypeOfTheRequest(Door door) throws Exception {
        assertThat(post(door, PROTOBUF, door.good().toByteArray()).headers().firstValue("Content-Type"))
                .contains(PROTOBUF);
        HttpResponse<byte[]> json = post(door, JSON, "{}".getBytes());
        assertThat(json.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(new JsonObject(new String(json.body())).isEmpty()).isTrue();
    }

    /** "The response body for all HTTP 4xx and HTTP 5xx responses MUST be a Protobuf-encoded Status message." */
    @ParameterizedTest
    @EnumSource
    void everyFailureIsAStatusInTheFormOfTheRequest(Door door) throws Exception {
        HttpResponse<byte[]> unreadable = post(door, PROTOBUF, new byte[] {1, 2, 3});
        assertThat(unreadable.statusCode()).isEqualTo(400);
        assertThat(Status.parseFrom(unreadable.body()).getMessage()).isNotEmpty();

        HttpResponse<byte[]> brokenJson = post(door, JSON, "{".getBytes());
        assertThat(brokenJson.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(new String(brokenJson.body())).getString("message"))
                .isNotEmpty();

        getIntoTrouble();
        HttpResponse<byte[]> trouble = post(door, PROTOBUF, door.good().toByteArray());
        assertThat(trouble.statusCode()).isEqualTo(503);
        assertThat(Status.parseFrom(trouble.body()).getMessage()).isNotEmpty();
    }

    /**
     * "If the request contains data that cannot be decoded or is otherwise invalid and such failure is permanent, the
     * server MUST respond with HTTP 400 Bad Request. The Status.details field SHOULD contain a BadRequest."
     */
    @ParameterizedTest
    @EnumSource
    void dataThatCanNotBeDecodedIs400WithABadRequest(Door door) throws Exception {
        HttpResponse<byte[]> response = post(door, PROTOBUF, new byte[] {1, 2, 3});
        assertThat(response.statusCode()).isEqualTo(400);
        Status status = Status.parseFrom(response.body());
        assertThat(status.getDetails(0).is(BadRequest.class)).isTrue();
    }

    /** "429, 502, 503 and 504 are retryable; all other 4xx or 5xx MUST NOT be retried": own trouble is one of those. */
    @ParameterizedTest
    @EnumSource
    void ownTroubleIsARetryableStatusWithRetryAfter(Door door) throws Exception {
        getIntoTrouble();
        HttpResponse<byte[]> response = post(door, PROTOBUF, door.good().toByteArray());
        assertThat(response.statusCode()).isIn(429, 502, 503, 504);
        assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    }

    /** The same request after a retryable answer is taken, and taken once. */
    @ParameterizedTest
    @EnumSource
    void aRetryOfTheSameRequestIsStoredOnce(Door door) throws Exception {
        getIntoTrouble();
        byte[] body = door.good().toByteArray();
        assertThat(post(door, PROTOBUF, body).statusCode()).isEqualTo(503);
        assertThat(post(door, PROTOBUF, body).statusCode()).isEqualTo(200);
        assertThat(post(door, PROTOBUF, body).statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(3);
    }

    /** "OTLP/JSON receivers MUST ignore message fields with unknown names." */
    @ParameterizedTest
    @EnumSource
    void ignoresUnknownFieldsOfJson(Door door) throws Exception {
        assertThat(post(door, JSON, "{\"fromTheFuture\":{\"a\":[1]}}".getBytes())
                        .statusCode())
                .isEqualTo(200);
    }

    /** Unknown fields of protobuf are skipped, as its rules of interoperability say. */
    @ParameterizedTest
    @EnumSource
    void ignoresUnknownFieldsOfProtobuf(Door door) throws Exception {
        byte[] body = door.good().toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                900,
                                UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                        .build())
                .build()
                .toByteArray();
        assertThat(post(door, PROTOBUF, body).statusCode()).isEqualTo(200);
        assertThat(storage.records()).isEqualTo(3);
    }

    /** "traceId and spanId byte arrays are represented as case-insensitive hex-encoded strings" in OTLP/JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"5b8efff798038103d269b633813fc60c", "5B8EFFF798038103D269B633813FC60C"})
    void idsInJsonAreHexOfEitherCase(String traceId) throws Exception {
        HttpResponse<byte[]> response = post(
                Door.TRACES, JSON, Otlp.json(traceId, "\"1544712660000000000\"").getBytes());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(new String(response.body())).containsKey("partialSuccess"))
                .isFalse();
        assertThat(storage.records()).isEqualTo(1);
    }

    private TraceServiceGrpc.TraceServiceBlockingStub grpc() {
        return TraceServiceGrpc.newBlockingStub(channel);
    }

    /** "The server response MUST be an Export…ServiceResponse" with partial_success unset: OTLP/gRPC. */
    @Test
    void grpcFullSuccessLeavesPartialSuccessUnset() {
        assertThat(grpc().export(Otlp.request(3)).hasPartialSuccess()).isFalse();
    }

    /** "The server MUST initialize the partial_success field" and tell the number of rejected records: OTLP/gRPC. */
    @Test
    void grpcPartialSuccessTellsHowManyWereRejectedAndWhy() {
        ExportTraceServiceResponse response = grpc().export((ExportTraceServiceRequest) Door.TRACES.partlyBad());
        assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
        assertThat(response.getPartialSuccess().getErrorMessage()).contains("expected");
    }

    /** An empty request SHOULD be a success: OTLP/gRPC. */
    @Test
    void grpcAnEmptyRequestIsASuccess() {
        assertThat(grpc().export(ExportTraceServiceRequest.getDefaultInstance()).hasPartialSuccess())
                .isFalse();
    }

    /** "MUST support gzip": OTLP/gRPC. */
    @Test
    void grpcTakesGzip() {
        assertThat(grpc().withCompression("gzip").export(Otlp.request(3)).hasPartialSuccess())
                .isFalse();
        assertThat(storage.records()).isEqualTo(3);
    }

    /** "If the server is unable to keep up, it MUST return UNAVAILABLE and MAY supply RetryInfo": OTLP/gRPC. */
    @Test
    void grpcOwnTroubleIsUnavailableWithRetryInfo() throws Exception {
        getIntoTrouble();
        StatusRuntimeException refusal =
                catchThrowableOfType(StatusRuntimeException.class, () -> grpc().export(Otlp.request(3)));
        assertThat(refusal.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
        Status status = StatusProto.fromThrowable(refusal);
        assertThat(status).isNotNull();
        assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
                .isPositive();
    }

    /** "If the failure is not retryable": INVALID_ARGUMENT for bad data, which the client MUST NOT retry: OTLP/gRPC. */
    @Test
    void grpcBadDataIsInvalidArgument() {
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(channel, rawExport(), CallOptions.DEFAULT, new byte[] {1, 2, 3}));
        assertThat(refusal.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
        Metadata trailers = refusal.getTrailers();
        assertThat(trailers).isNotNull();
    }

    private static MethodDescriptor<byte[], byte[]> rawExport() {
        return TraceServiceGrpc.getExportMethod().toBuilder(RawBytes.INSTANCE, RawBytes.INSTANCE)
                .build();
    }

    private enum RawBytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
